internal import Accounting
internal import Charts
internal import ClusterModel
internal import Emulation
internal import Units

/// The course of a run: loss, one step in time, other networks, fewer nodes.
enum RunFigures {
    /// The step that is drawn: the first one also waits for its input.
    private static let step = 3
    /// The most ranks that are drawn.
    private static let rankLimit = 16

    static func loss(_ report: RunReport) -> [ReportFigure] {
        let trained = report.trained
        guard !trained.stepLosses.isEmpty else { return [] }
        let evaluated = [(0, trained.initialEvaluation), (trained.stepsDone, trained.finalEvaluation)]
        let validation = evaluated.compactMap { step, evaluation in
            evaluation.map { LineChart.Point(Double(step), $0.nats / Double(max(1, $0.tokens))) }
        }
        return [
            ReportFigure(
                name: "loss",
                chart: LineChart(
                    title: "Loss of the trained model", x: Axis("training step", isWhole: true),
                    y: Axis("loss", .unit("nats per token")),
                    series: [
                        .init(
                            "training", trained.stepLosses.enumerated().map { .init(Double($0.offset + 1), $0.element) }
                        ),
                        .init("validation", validation),
                    ].filter { !$0.points.isEmpty }),
                caption:
                    "Really trained on \(report.worldSize) worker\(report.worldSize == 1 ? "" : "s"); it says that the "
                    + "workers learn, and nothing of how well the represented model would.")
        ]
    }

    static func timeline(_ report: RunReport) -> [ReportFigure] {
        guard report.account.trainingSteps > 0 else { return [] }
        let timeline = StepTimeline(job: report.account.job, step: min(step, report.account.trainingSteps))
        let shown = timeline.ranks.prefix(rankLimit)
        let rows = shown.map { rank in
            GanttChart.Row(
                "rank \(rank.rank)",
                rank.pieces.map {
                    .init(
                        $0.activity.kind, from: ($0.start - timeline.start).seconds,
                        to: ($0.end - timeline.start).seconds)
                } + hidden(rank, from: timeline.start))
        }
        let more = timeline.ranks.count - shown.count
        return [
            ReportFigure(
                name: "timeline",
                chart: GanttChart(title: "Step \(timeline.step), rank by rank", rows: rows),
                caption:
                    "Emulated time from when the first rank begins the step. Communication that runs beside compute is "
                    + "drawn below it; what is left over is exposed, and every rank waits for it."
                    + (more > 0 ? " \(more) more ranks are not drawn." : ""))
        ]
    }

    /// Where collectives run beside compute.
    private static func hidden(_ rank: RankTimeline, from start: VirtualInstant) -> [GanttChart.Piece] {
        var pieces: [GanttChart.Piece] = []
        for part in rank.pieces where part.activity.isCompute {
            for span in rank.spans {
                let (begin, end) = (max(span.begin, part.start), min(span.end, part.end))
                guard end > begin else { continue }
                let (from, to) = ((begin - start).seconds, (end - start).seconds)
                // Buckets follow one another without a gap: one piece is enough.
                if let last = pieces.last, from <= last.end {
                    pieces[pieces.count - 1].end = max(last.end, to)
                } else {
                    pieces.append(.init(.hidden, from: from, to: to))
                }
            }
        }
        return pieces
    }

    static func scenarios(_ report: RunReport) -> [ReportFigure] {
        guard !report.scenarios.isEmpty else { return [] }
        let all = [PricedScenario(run: report.account, name: "this run")] + report.scenarios
        return [
            ReportFigure(
                name: "networks",
                chart: StackedBars(
                    title: "The same run on other networks", axis: Axis("emissions", .mass("CO2e")),
                    parts: ["network", "all else"],
                    bars: all.map {
                        let total = $0.ledger.total().grams
                        return .init($0.name, [$0.attributed.grams, total - $0.attributed.grams])
                    }),
                caption:
                    "Every network is priced on the same course of steps with the same chances; the network's part is its "
                    + "devices and the nodes' power during the waits that it causes."),
            ReportFigure(
                name: "time-carbon",
                chart: ScatterChart(
                    title: "Time against carbon", x: Axis("virtual time", .time, kind: .logarithmic),
                    y: Axis("operational and embodied emissions", .mass("CO2e"), kind: .logarithmic),
                    points: all.map {
                        .init($0.name, $0.makespan.seconds, $0.ledger.total().grams + $0.embodied.grams)
                    }),
                caption:
                    "The line joins the networks that no other beats in both. Embodied emissions are those of the hardware "
                    + "for the time of the run."),
        ]
    }

    /// The cluster with fewer nodes, each priced for a few steps.
    static func scaling(_ report: RunReport) -> [ReportFigure] {
        let cluster = report.cluster
        guard cluster.nodes.count == 1, cluster.fabric.topology.takesAnyCount, cluster.nodeCount > 1,
            cluster.nodeCount <= 256, cluster.disturbances == DisturbanceModel(), cluster.collective.groupSize == nil
        else { return [] }
        var counts = [1]
        while counts.last! * 2 < cluster.nodeCount { counts.append(counts.last! * 2) }
        counts.append(cluster.nodeCount)
        let points = counts.map { count -> (nodes: Double, grams: Double, network: Double) in
            var smaller = cluster
            smaller.nodes[0].count = count
            let job = EmulatedJob(cluster: smaller, virtualRanks: 1)
            let account = RunAccount.simulated(job: job, kinds: [.training, .training, .training, .training, .closing])
            let tokens = Double(job.tokensPerStep * account.trainingSteps)
            let network = account.ledger.total { _, serving, _, cause in serving.isFabric || cause.isNetworkWait }
            return (Double(count), account.ledger.total().grams * 1e6 / tokens, network.grams * 1e6 / tokens)
        }
        return [
            ReportFigure(
                name: "scaling",
                chart: LineChart(
                    title: "Emissions per million tokens by nodes",
                    x: Axis("nodes", kind: .logarithmic, isWhole: true, ticks: counts.map(Double.init)),
                    y: Axis("emissions per million tokens", .mass("CO2e"), includesZero: true),
                    series: [
                        .init("all", points.map { .init($0.nodes, $0.grams) }),
                        .init("network", points.map { .init($0.nodes, $0.network) }),
                    ]),
                caption:
                    "Modelled, not run: four steps of the same cluster with fewer nodes, each with the same work (weak "
                    + "scaling), operational, without evaluations.")
        ]
    }
}

extension TimelinePiece.Activity {
    fileprivate var kind: GanttChart.Kind {
        switch self {
        case .input: .input
        case .forward: .forward
        case .backward: .backward
        case .others: .waiting
        case .communication: .exposed
        case .optimizer: .optimizer
        case .checkpoint: .checkpoint
        }
    }
}
