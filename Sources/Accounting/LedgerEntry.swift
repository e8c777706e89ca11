package import Units

/// One booking: so much energy, drawn by one component for one cause, and what it emits.
package struct LedgerEntry: Sendable, Hashable {
    package let component: Component
    /// For the facility, the component that it serves; else the component itself.
    package let serving: Component
    package let phase: Phase
    package let cause: Cause
    package let energy: Energy
    /// Location-based, rounded once, here.
    package let emissions: CarbonMass

    package init(
        component: Component, serving: Component, phase: Phase, cause: Cause, energy: Energy, emissions: CarbonMass
    ) {
        self.component = component
        self.serving = serving
        self.phase = phase
        self.cause = cause
        self.energy = energy
        self.emissions = emissions
    }
}
