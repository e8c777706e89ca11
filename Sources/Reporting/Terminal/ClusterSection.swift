internal import Accounting
internal import ClusterModel
internal import Collectives
internal import Emulation
internal import Units

/// What the emulated cluster did, drew and emitted.
enum ClusterSection {
    /// Writes time, energy, emissions and emissions per million tokens, each with its range; of a run without bookings
    /// only the time.
    static func write(_ report: RunReport, to page: inout Page) {
        let analysis = report.analysis
        page.items("EMULATED CLUSTER", description(report))
        if report.account.job.worldSize > 1 { page.items("  network", network(report)) }
        let disturbances = DisturbanceWords.pieces(
            report.cluster.disturbances, sentAgain: ByteCount(count: report.account.anatomy.bytesSentAgain))
        if !disturbances.isEmpty { page.items("  disturbed", Page.list(disturbances)) }
        page.items("  run", run(report))
        guard analysis.total.emissions != 0, let ranges = analysis.ranges else {
            page.field("  energy", "nothing was booked")
            return
        }
        page.field(
            "",
            "central value [5-95 % of \(Figures.grouped(Ranges.draws)) seeded draws of the constants of power and grid, "
                + "triangular, on this timeline]; only central values add up")
        let energy = Scale.energy(analysis.total.energy)
        page.items(
            "  energy",
            [
                energy.string(analysis.total.energy),
                brackets(energy.approximate(ranges.joules.low * 1e9), energy.approximate(ranges.joules.high * 1e9)),
                "= \(energy.string(analysis.equipment.energy)) of equipment x PUE \(pue(analysis))",
            ])
        let evaluations = report.account.ledger.total { _, _, phase, _ in phase == .evaluate }
        if evaluations.energy > 0 {
            page.items(
                "",
                [
                    "of it \(Scale.energy(evaluations.energy).string(evaluations.energy)) in evaluations,",
                    "which are in the run's time and totals too",
                ])
        }
        let mass = Scale.emissions(analysis.total.emissions)
        page.items(
            "  emissions",
            [
                "\(mass.string(analysis.total.emissions))CO2e",
                brackets(mass.approximate(ranges.grams.low * 1e6), mass.approximate(ranges.grams.high * 1e6)),
                "+ embodied \(embodied(analysis, ranges))",
            ])
        if let budget = report.budget {
            page.items("  budget", Page.list(BudgetWords.used(budget, of: analysis.total)))
        }
        let tokens = analysis.tokensPerStep * report.account.trainingSteps
        guard tokens > 0 else { return }
        let perMillion = { (grams: Double) in grams * 1e6 / Double(tokens) }
        let central = Int128((perMillion(analysis.total.grams) * 1e6).rounded())
        let each = Scale.emissions(central)
        page.items(
            "  per million tokens",
            [
                "\(each.string(central))CO2e",
                brackets(
                    each.approximate(perMillion(ranges.grams.low) * 1e6),
                    each.approximate(perMillion(ranges.grams.high) * 1e6)), "operational, the whole run",
            ])
        let embodied = Int128((perMillion(analysis.total.grams + analysis.embodiedTotal.grams) * 1e6).rounded())
        page.items("", ["\(each.string(embodied))CO2e with embodied (the SCI score)"])
        ElectricitySection.write(report, to: &page)
    }

    /// What joins the nodes, and how they all-reduce over it.
    private static func network(_ report: RunReport) -> [String] {
        let fabric = report.cluster.fabric
        let job = report.account.job
        let isChosen = report.cluster.collective.algorithm == .auto
        let represented = report.cluster.workload.represented
        var phrases = [
            "\(fabric.topology.name) of \(fabric.link.formatted()) links",
            "\(job.algorithm.rawValue) between nodes\(isChosen ? " (auto's choice)" : "")",
        ]
        if represented.sharding != .none { phrases.append("sharded as \(represented.sharding.rawValue)") }
        if !represented.overlap { phrases.append("communication not beside compute") }
        if represented.gradientAccumulation > 1 {
            phrases.append("gradients once in \(represented.gradientAccumulation) micro-batches")
        }
        if job.setting.sharesLinks {
            let difference = report.analysis.staticShareDifference.map {
                " (static shares of the links: \($0 < 0 ? "" : "+")\(Figures.percent($0)) a step)"
            }
            phrases.append("over shared links, priced event by event" + (difference ?? ""))
        }
        return Page.list(phrases)
    }

    static func brackets(_ low: String, _ high: String) -> String { "[\(low)-\(high)]" }

    private static func description(_ report: RunReport) -> [String] {
        let cluster = report.cluster
        let represented = cluster.workload.represented
        let isTrained = represented.model.name == "trained"
        let groups = cluster.nodes.map { "\($0.count) x \($0.acceleratorsPerNode) \($0.accelerator.name)," }
        return [
            cluster.name + ";",
            (isTrained ? "the trained model itself, " : "stands for \(represented.model.name), ")
                + "\(Figures.count(represented.model.parameterCount)) parameters,",
            "\(represented.gradientType.rawValue) gradients,",
        ] + groups + [
            "\(Figures.grouped(report.analysis.tokensPerStep)) tokens a step"
        ]
    }

    private static func run(_ report: RunReport) -> [String] {
        let makespan = report.account.clock.makespan()
        let tokens = report.analysis.tokensPerStep * report.account.trainingSteps
        var pieces = ["\(Figures.duration(makespan)) of virtual time,", "\(Figures.count(tokens)) tokens"]
        if makespan.seconds > 0 && tokens > 0 {
            pieces.append("(\(Figures.rate(Double(tokens) / makespan.seconds)) tokens/s)")
        }
        return pieces
    }

    private static func pue(_ analysis: RunAnalysis) -> String {
        Figures.decimal(Double(analysis.total.energy) / Double(max(analysis.equipment.energy, 1)), places: 2)
    }

    private static func embodied(_ analysis: RunAnalysis, _ ranges: Ranges) -> String {
        let total = Int128(analysis.embodiedTotal.count)
        let scale = Scale.emissions(total)
        return scale.string(total) + " "
            + brackets(
                scale.approximate(ranges.embodiedGrams.low * 1e6), scale.approximate(ranges.embodiedGrams.high * 1e6))
    }
}
