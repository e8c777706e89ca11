/// The energy of the machine that runs the emulator: a ledger of its own, never added to the emulated cluster's.
package struct HostMeter: Sendable {
    /// Power of one busy core in the model (watts): an assumption between 5 and 15 W for servers and laptops.
    package static let wattsPerBusyCore = 10.0
    /// World average used where the host's own grid is not known (gCO2e/kWh; CodeCarbon's fallback).
    package static let gramsPerKilowattHour = 475.0

    private var counters: PowercapReader?
    private var lastSample: Duration = .zero

    package init(counters: PowercapReader? = PowercapReader()) { self.counters = counters }

    /// Reads the counters if five seconds have passed since the last time.
    package mutating func sample(now: Duration) {
        guard now - lastSample >= .seconds(5) else { return }
        lastSample = now
        counters?.sample()
    }

    /// What the run has drawn: measured where the machine can, modelled from processor time where it cannot.
    package mutating func total(processorSeconds: Double) -> (joules: Double, method: String) {
        if counters != nil {
            counters?.sample()
            return (counters?.joules ?? 0, "RAPL, all packages, whole machine")
        }
        return (
            processorSeconds * Self.wattsPerBusyCore,
            "modelled from CPU time: \(Int(Self.wattsPerBusyCore)) W per busy core"
        )
    }
}
