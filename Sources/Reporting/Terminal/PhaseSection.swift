internal import Accounting

/// What each phase of the job emits; the parts add up to the printed total of the table above.
enum PhaseSection {
    private enum Part: CaseIterable {
        case training, checkpoints, evaluations

        init(_ phase: Phase) {
            switch phase {
            case .forward, .backward, .allReduce, .optimizer: self = .training
            case .checkpoint: self = .checkpoints
            case .evaluate: self = .evaluations
            }
        }

        var name: String {
            switch self {
            case .training: "training"
            case .checkpoints: "checkpoints"
            case .evaluations: "evaluations"
            }
        }
    }

    static func write(_ report: RunReport, table: PrintedTable, to page: inout Page) {
        let parts = Part.allCases.map { part in
            report.account.ledger.total { _, _, phase, _ in Part(phase) == part }.emissions
        }
        let scale = table.scale
        let rounded = ControlledRounding.parts(parts, quantum: scale.quantum, whole: table.rounded.total)
        let texts = zip(Part.allCases, zip(parts, rounded)).filter { $1.0 != 0 }.map { part, amount in
            "\(part.name) \(scale.part(quanta: amount.1, exact: amount.0, by: Scale.emissions))"
        }
        page.items("  by phase", Page.list(texts))
    }
}
