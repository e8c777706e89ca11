internal import Accounting

/// The part of a run that CodeCarbon has columns for: accelerators, CPUs and memory, each with the facility's part that
/// serves it, as CodeCarbon multiplies all three by the PUE.
struct CodeCarbonShare {
    /// One of CodeCarbon's three kinds of hardware.
    enum Kind: String, CaseIterable {
        case cpu, gpu, ram

        /// `nil` for what CodeCarbon has no column for: node base, storage, network.
        init?(serving component: Component) {
            switch component {
            case .accelerator: self = .gpu
            case .cpu: self = .cpu
            case .memory: self = .ram
            case .hostBase, .storage, .nic, .switch, .optics, .wan, .facility: return nil
            }
        }

        /// Name of its column of energy.
        var column: String { "\(rawValue)_energy" }
    }

    /// Facility included.
    let totals: [Kind: LedgerTotal]
    /// All three without the facility.
    let equipment: LedgerTotal

    init(_ ledger: Ledger) {
        totals = Kind.allCases.reduce(into: [:]) { totals, kind in
            totals[kind] = ledger.total { _, serving, _, _ in Kind(serving: serving) == kind }
        }
        equipment = ledger.total { component, serving, _, _ in
            component != .facility && Kind(serving: serving) != nil
        }
    }

    /// Of one kind.
    subscript(kind: Kind) -> LedgerTotal { totals[kind] ?? LedgerTotal() }

    /// All three.
    var total: LedgerTotal { Kind.allCases.reduce(LedgerTotal()) { $0 + self[$1] } }
}
