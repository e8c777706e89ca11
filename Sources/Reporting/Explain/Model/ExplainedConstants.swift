internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// Gives central values and keeps every constant that was asked for as an explanation.
final class ExplainedConstants: ConstantValues {
    private(set) var explanations: [Explanation] = []
    private var names: Set<String> = []

    func value<Q: Quantity>(of estimate: Estimate<Q>) -> Q {
        if names.insert(estimate.name).inserted { explanations.append(Explanation(estimate)) }
        return estimate.central
    }
}

extension Explanation {
    init<Q: Quantity>(_ estimate: Estimate<Q>) {
        self.init(
            estimate.name, Double(estimate.central.count) / Double(Q.keyUnit.scale), ExplainedUnit(Q.keyUnit),
            aliases: ConstantWords.aliases(estimate.name), place: "constants in result.json",
            meaning: ConstantWords.meaning(estimate.name),
            origin: .constant(
                ConstantFacts(
                    low: estimate.low.formatted(), central: estimate.central.formatted(),
                    high: estimate.high.formatted(), source: estimate.source, year: estimate.year,
                    confidence: estimate.confidence.rawValue)))
    }
}

extension ExplanationBook {
    /// The central value of a constant.
    ///
    /// Several things of one kind share a name and an unknown: where this is more of them than what has the name, it is
    /// that value times a number.
    mutating func constant<Q: Quantity>(_ estimate: Estimate<Q>) -> Formula {
        let term = add(Explanation(estimate))
        let value = Double(estimate.central.count) / Double(Q.keyUnit.scale)
        guard term.value != value else { return term }
        return term.value == 0 ? .number(value) : term * .number(value / term.value)
    }

    /// All constants of a run, in the order of first use.
    mutating func addConstants(_ report: RunReport) {
        let job = report.account.job
        let constants = ExplainedConstants()
        _ = EmulatedJob(
            cluster: job.cluster, virtualRanks: job.virtualRanks, constants: constants, algorithm: job.algorithm)
        var rank = 0
        for group in job.cluster.nodes {
            _ = Tariff(job: job, rank: rank, constants: constants)
            _ = Embodied.emissions(
                job: job, rank: rank, reserved: report.account.clock.makespan(), constants: constants)
            rank += group.count
        }
        for explanation in constants.explanations { add(explanation) }
        add(
            Explanation(
                "constants", Double(constants.explanations.count), .count, aliases: ["assumed", "constants"],
                place: "ASSUMED", meaning: "constants that entered the run; each has its own name here",
                origin: .configuration, keys: ["constants[]."], related: constants.explanations.map(\.name)))
    }
}

/// What the last part of a constant's name means.
enum ConstantWords {
    private static let meanings = [
        "active_power": "drawn while the node trains", "idle_power": "drawn while idle",
        "peak_rate": "dense 16-bit peak rate", "memory_bandwidth": "of the accelerator's own memory",
        "base_power": "fans, supply losses and board of a node", "power": "drawn at full load",
        "embodied": "emitted in making it", "intensity": "carbon intensity of the electricity, location-based",
        "pue": "facility energy over energy at the equipment",
        "mfu": "model FLOPs over peak x time in the forward and backward pass",
        "stall_power_fraction": "share of the way from idle to active power while an accelerator waits",
        "network_proportionality": "share of a network device's power that follows its load",
        "hardware_lifetime": "over which embodied emissions are spread", "latency": "per message",
        "link_efficiency": "share of a link's rate that payload reaches", "read_bandwidth": "sequential reading",
        "write_bandwidth": "sequential writing", "bandwidth": "payload rate",
    ]

    static func meaning(_ name: String) -> String {
        let last = name.split(separator: ".").last.map(String.init) ?? name
        return meanings[last] ?? "a constant: \(last.split(separator: "_").joined(separator: " "))"
    }

    /// As the report's line of assumptions calls them.
    static func aliases(_ name: String) -> [String] {
        let last = name.split(separator: ".").last.map(String.init) ?? name
        let words = [
            "mfu": "mfu", "stall_power_fraction": "stall power", "hardware_lifetime": "lifetime",
            "link_efficiency": "link efficiency", "base_power": "node base power",
        ]
        return words[last].map { [$0] } ?? []
    }
}
