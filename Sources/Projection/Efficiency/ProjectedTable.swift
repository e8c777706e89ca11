package import ClusterModel
internal import Units
internal import Yams

/// A published run whose time is projected from what it computed.
package struct ProjectedRow: Sendable {
    package let run: PublishedRun
    package let work: TrainingWork
    /// Hardware FLOPs over model FLOPs, by the recomputation that is stated or assumed.
    package let hardwareRatio: Double
    /// From the efficiency function, over the ratio.
    package let mfu: Double
    /// Over all accelerators: FLOPs / (peak · MFU).
    package let hours: Double
    /// As published.
    package let publishedHours: Double
    /// Why it does not count as a test of the model, if it does not.
    package let notIndependent: String?
    package let note: String?
    /// What is known of recomputation and attention, and from where.
    package let software: String
    /// Of parameters and tokens.
    package let source: String
    /// How far they can be trusted to be those of the source.
    package let confidence: Confidence

    package var name: String { run.name }

    /// With the run's own power, PUE and intensity, in t; the first of its ways of accounting.
    package var emissions: Double { publishedProduct * hours / publishedHours }
    package var publishedEmissions: Double { run.emissions[0].published.number.value.value }
    /// (ours − theirs) / theirs, of the emissions.
    package var error: Double { emissions / publishedEmissions - 1 }

    private var publishedProduct: Double {
        (RunArithmetic.energy(run) * run.emissions[0].intensity.number).value.value
    }
}

/// The published runs with projected times, and those without.
package struct ProjectedTable: Sendable {
    package let rows: [ProjectedRow]
    /// Runs of the published table that are not projected, and why.
    package let others: [(run: String, reason: String)]

    /// The table that is embedded in the program; a test reads it.
    package static let builtIn: ProjectedTable = {
        do {
            return try ProjectedTable(
                String(decoding: PackageResources.projected_runs_yaml, as: UTF8.self), runs: PublishedTable.builtIn,
                throughputs: .builtIn, function: .builtIn)
        } catch {
            preconditionFailure("projected-runs.yaml: \(error)")
        }
    }()

    /// Reads a table from its text and projects its rows.
    ///
    /// - Throws: for what is no such table, or names a run or accelerator that is not known.
    package init(
        _ text: String, runs: [PublishedRun], throughputs: Throughputs, function: EfficiencyFunction
    ) throws {
        let file = try YAMLDecoder().decode(File.self, from: text)
        rows = try file.runs.map { entry in
            guard let run = runs.first(where: { $0.name == entry.run }),
                let family = throughputs.family(run.hardware),
                let confidence = Confidence(rawValue: entry.confidence), !entry.source.isEmpty,
                entry.shape.map({ $0.count == 3 }) ?? true
            else {
                throw PublishedTableError(
                    description: "\(entry.run): a published run on known hardware, a source and a shape of three")
            }
            guard let recomputation = Recomputation(rawValue: entry.recomputation), !entry.software.isEmpty,
                case let stated = entry.hardwareRatio.map({ Double($0) ?? 0 }) ?? 1, stated >= 1
            else {
                throw PublishedTableError(
                    description: "\(entry.run): recomputation none, selective or full, and what says so")
            }
            let work = try entry.work()
            let ratio = entry.hardwareRatio == nil ? work.hardwareRatio(recomputation) : stated
            let mfu = function.hfu(isTPU: family.isTPU, fusedAttention: entry.fusedAttention) / ratio
            return ProjectedRow(
                run: run, work: work, hardwareRatio: ratio, mfu: mfu,
                hours: Double(work.flops.count) / (Double(family.peak.count) * mfu) / 3600,
                publishedHours: RunArithmetic.acceleratorHours(run).value.value,
                notIndependent: entry.notIndependent, note: entry.note, software: entry.software,
                source: entry.source, confidence: confidence)
        }
        others = file.notProjected.map { ($0.run, $0.reason) }
    }

    /// Rows that count as tests of the model.
    package var independent: [ProjectedRow] { rows.filter { $0.notIndependent == nil } }

    /// Mean of |error|, as a share.
    package static func meanAbsoluteError(_ rows: [ProjectedRow]) -> Double {
        rows.isEmpty ? 0 : rows.reduce(0) { $0 + abs($1.error) } / Double(rows.count)
    }
}

private struct File: Decodable {
    struct Entry: Decodable {
        enum CodingKeys: String, CodingKey {
            case run, parameters, tokens, shape, parts, recomputation, software, note, source, confidence
            case activeParameters = "active_parameters"
            case hardwareRatio = "hardware_ratio"
            case fusedAttention = "fused_attention"
            case notIndependent = "not_independent"
        }

        struct Part: Decodable {
            let parameters: String
            let tokens: String
        }

        let run: String
        let parameters: String
        let activeParameters: String?
        let tokens: String?
        let shape: [Int]?
        let parts: [Part]?
        let recomputation: String
        /// As stated; else it follows from the recomputation.
        let hardwareRatio: String?
        let fusedAttention: Bool
        let software: String
        let notIndependent: String?
        let note: String?
        let source: String
        let confidence: String

        func work() throws -> TrainingWork {
            let parameters = try LargeCount.parse(parameters, option: run)
            if let parts {
                return try TrainingWork(
                    parameters: parameters,
                    parts: parts.map {
                        try .init(
                            parameters: LargeCount.parse($0.parameters, option: run),
                            tokens: LargeCount.parse($0.tokens, option: run))
                    })
            }
            return try TrainingWork(
                parameters: parameters,
                activeParameters: activeParameters.map { try LargeCount.parse($0, option: run) },
                tokens: LargeCount.parse(tokens ?? "", option: run),
                shape: shape.map { .init(layers: $0[0], width: $0[1], context: $0[2]) })
        }
    }

    struct Other: Decodable {
        let run: String
        let reason: String
    }

    enum CodingKeys: String, CodingKey {
        case runs
        case notProjected = "not_projected"
    }

    let runs: [Entry]
    let notProjected: [Other]
}
