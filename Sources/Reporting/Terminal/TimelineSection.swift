internal import Accounting
internal import ClusterModel
internal import Collectives
internal import Emulation
internal import Units

/// One training step as a timeline per rank, and how much of its communication is hidden.
enum TimelineSection {
    /// The step that is drawn: the first one also waits for its input, and how ranks begin settles.
    private static let step = 3
    /// Lines of the table of collectives.
    private static let groupLimit = 6

    /// Draws the third step, or the last of fewer.
    static func write(_ report: RunReport, to page: inout Page) {
        let job = report.account.job
        let timeline = StepTimeline(job: job, step: min(step, report.account.trainingSteps))
        let chart = TimelineChart(timeline)
        page.line("TIMELINE of step \(timeline.step), emulated; ms from when its first rank begins")
        page.line("             " + chart.axis.labels)
        page.line("            |\(chart.axis.ticks)|")
        for bar in chart.bars {
            page.line("  rank \(padded(bar.rank)) |\(bar.pieces)|")
            if bar.hidden.contains("-") { page.line("            |\(bar.hidden)|") }
        }
        legend(chart, timeline, to: &page)
        collectives(job, timeline, to: &page)
    }

    private static func padded(_ rank: Int) -> String {
        let text = "\(rank)"
        return text + String(repeating: " ", count: max(0, 4 - text.count))
    }

    private static func legend(_ chart: TimelineChart, _ timeline: StepTimeline, to page: inout Page) {
        var pieces = chart.shown.map { "\($0.rawValue) \(name($0))," }
        if chart.bars.contains(where: { $0.hidden.contains("-") }) { pieces.append("- hidden communication,") }
        pieces.append("a column is \(Figures.duration(chart.columnTime))")
        page.items("", pieces)
        guard chart.leavesOut(timeline) else { return }
        page.items(
            "",
            chart.bars.count == 1
                ? ["all \(timeline.ranks.count) ranks compute equally long"]
                : [
                    "rank \(chart.bars[0].rank) computes fastest, rank \(chart.bars[1].rank) slowest;",
                    "\(timeline.ranks.count - 2) more are not drawn",
                ])
    }

    private static func name(_ piece: TimelineChart.Piece) -> String {
        switch piece {
        case .input: "waiting for input"
        case .forward: "forward"
        case .backward: "backward"
        case .others: "waiting for other ranks"
        case .communication: "exposed communication"
        case .optimizer: "optimizer"
        case .checkpoint: "checkpoint"
        }
    }

    /// Hidden and exposed communication by what is moved, mean of ranks; rows and columns add up as printed.
    private static func collectives(_ job: EmulatedJob, _ timeline: StepTimeline, to page: inout Page) {
        let count = Int128(timeline.ranks.count)
        let mean = { (part: (RankTimeline) -> VirtualDuration) in
            timeline.ranks.reduce(VirtualDuration.zero) { $0 + part($1) }.scaled(by: 1, over: count).attoseconds
        }
        let parts = parts(of: job)
        let cells = parts.map { part in
            [mean { $0.hidden(where: part.holds) }, mean { $0.exposed(where: part.holds) }]
        }
        let total = cells.flatMap { $0 }.reduce(0, +)
        guard total > 0 else { return }
        let scale = milliseconds(total)
        let rounded = ControlledRounding.table(cells, quantum: scale.quantum)
        let isSharded = job.cluster.workload.represented.sharding != .none
        let line = { (label: String, cells: [String]) in
            let filler = String(repeating: " ", count: max(1, (isSharded ? 23 : 21) - label.count))
            return label + filler + cells.map { Figures.padded($0, to: 12) }.joined()
        }
        page.line(
            isSharded
                ? line("  mean ms", ["sent a rank", "hidden", "exposed", "together"])
                : line("  bucket, mean ms", ["gradients", "hidden", "exposed", "all-reduce"]))
        let row = { (label: String, bytes: Int64, quanta: [Int128]) in
            line(label, [ByteCount(count: bytes).formatted(decimals: 1)] + quanta.map { scale.text(quanta: $0) })
        }
        for (index, part) in parts.enumerated() {
            page.line(row("    " + part.name, part.bytes, rounded.cells[index] + [rounded.rowTotals[index]]))
        }
        guard parts.count > 1 else { return }
        page.line(
            row("    all", parts.reduce(0) { $0 + $1.bytes }, rounded.columnTotals + [rounded.total]))
    }

    /// Some of a step's collectives.
    private struct Part {
        let name: String
        /// Of gradients; where training is sharded, what a rank sends of it.
        let bytes: Int64
        let holds: (StreamOperation) -> Bool
    }

    /// Runs of buckets, or where training is sharded, what is moved for which purpose.
    private static func parts(of job: EmulatedJob) -> [Part] {
        let operations = job.training.operations
        let width = job.cluster.workload.represented.gradientType.width
        let isSharded = job.cluster.workload.represented.sharding != .none
        let part = { (name: String, holds: @escaping (StreamOperation) -> Bool) in
            let elements = operations.reduce(0) { holds($1) ? $0 + job.buckets.ranges[$1.bucket].count : $0 }
            // A reduce-scatter or an all-gather sends all of its elements but a rank's own.
            let sent = isSharded ? elements * width * (job.worldSize - 1) / job.worldSize : elements * width
            return Part(name: name, bytes: Int64(sent), holds: holds)
        }
        guard !isSharded else {
            let purposes: [Part] = [
                part("weights, forward") { if case .weights(let pass) = $0.group { pass % 2 == 0 } else { false } },
                part("weights, backward") { if case .weights(let pass) = $0.group { pass % 2 == 1 } else { false } },
                part("gradients") { $0.group == .gradients },
                part("updated weights") { $0.group == .updatedWeights },
            ]
            return purposes.filter { part in operations.contains(where: part.holds) }
        }
        let groups = BucketRuns(virtualCount: job.buckets.count, limit: groupLimit)
        return (0..<groups.realCount).map { group in
            let run = groups.run(of: group)
            let name = run.count == 1 ? "\(run.lowerBound + 1)" : "\(run.lowerBound + 1)-\(run.upperBound)"
            return part(name) { run.contains($0.bucket) }
        }
    }

    /// Milliseconds with about four digits of the whole.
    private static func milliseconds(_ whole: Int128) -> Scale {
        let size: Int128 = 1_000_000_000_000_000
        var (decimals, quantum) = (1, size / 10)
        while whole < quantum * 1000, quantum >= 10 { (decimals, quantum) = (decimals + 1, quantum / 10) }
        return Scale(unit: "ms", size: size, decimals: decimals)
    }
}
