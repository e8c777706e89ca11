internal import Accounting

/// The sum of all bookings of one component, for what it serves, of one cause and phase.
struct BookedSum {
    let component: Component
    /// For the facility, the component that it serves; else the component itself.
    let serving: Component
    let cause: Cause
    let phase: Phase
    let total: LedgerTotal

    /// True for what the network between nodes is charged with: its devices, and all power during the waits it causes.
    var isChargedToNetwork: Bool { serving.isFabric || cause.isNetworkWait }

    /// All sums of a ledger that are not zero, in a fixed order; they add up to its total.
    static func all(_ ledger: Ledger) -> [BookedSum] {
        let pairs = Component.allCases.flatMap { component in Component.allCases.map { (component, $0) } }
            .filter { $0 == .facility || $0 == $1 }
        let bookings = ledger.bookings
        return pairs.flatMap { component, serving in
            Cause.allCases.flatMap { cause in
                Phase.allCases.compactMap { phase in
                    let booking = Ledger.Booking(component: component, serving: serving, phase: phase, cause: cause)
                    guard let sum = bookings[booking], sum != LedgerTotal() else { return nil }
                    return BookedSum(component: component, serving: serving, cause: cause, phase: phase, total: sum)
                }
            }
        }
    }
}
