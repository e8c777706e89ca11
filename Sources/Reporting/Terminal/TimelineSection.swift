internal import Accounting
internal import ClusterModel
internal import Collectives
internal import Emulation
internal import Units

/// One training step as a timeline per rank, and how much of its communication is hidden.
enum TimelineSection {
    /// The step that is drawn: the first one also waits for its input, and how ranks begin settles.
    private static let step = 3
    /// Lines of the table of buckets.
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
        buckets(job, timeline, to: &page)
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

    /// Hidden and exposed communication by runs of buckets, mean of ranks; rows and columns add up as printed.
    private static func buckets(_ job: EmulatedJob, _ timeline: StepTimeline, to page: inout Page) {
        let count = Int128(timeline.ranks.count)
        let mean = { (part: (RankTimeline) -> VirtualDuration) in
            timeline.ranks.reduce(VirtualDuration.zero) { $0 + part($1) }.scaled(by: 1, over: count).attoseconds
        }
        let groups = BucketRuns(virtualCount: job.buckets.count, limit: groupLimit)
        let runs = (0..<groups.realCount).map { groups.run(of: $0) }
        let cells = runs.map { run in [mean { $0.hidden(in: run) }, mean { $0.exposed(in: run) }] }
        let total = cells.flatMap { $0 }.reduce(0, +)
        guard total > 0 else { return }
        let scale = milliseconds(total)
        let rounded = ControlledRounding.table(cells, quantum: scale.quantum)
        let line = { (label: String, cells: [String]) in
            let filler = String(repeating: " ", count: max(1, 21 - label.count))
            return label + filler + cells.map { Figures.padded($0, to: 12) }.joined()
        }
        page.line(line("  bucket, mean ms", ["gradients", "hidden", "exposed", "all-reduce"]))
        let width = job.cluster.workload.represented.gradientType.width
        let bytes = runs.map { run in run.reduce(Int64(0)) { $0 + Int64(job.buckets.ranges[$1].count * width) } }
        let row = { (label: String, bytes: Int64, quanta: [Int128]) in
            line(label, [ByteCount(count: bytes).formatted(decimals: 1)] + quanta.map { scale.text(quanta: $0) })
        }
        for (index, run) in runs.enumerated() {
            let label = run.count == 1 ? "\(run.lowerBound + 1)" : "\(run.lowerBound + 1)-\(run.upperBound)"
            page.line(row("    " + label, bytes[index], rounded.cells[index] + [rounded.rowTotals[index]]))
        }
        guard runs.count > 1 else { return }
        page.line(row("    all", bytes.reduce(0, +), rounded.columnTotals + [rounded.total]))
    }

    /// Milliseconds with about four digits of the whole.
    private static func milliseconds(_ whole: Int128) -> Scale {
        let size: Int128 = 1_000_000_000_000_000
        var (decimals, quantum) = (1, size / 10)
        while whole < quantum * 1000, quantum >= 10 { (decimals, quantum) = (decimals + 1, quantum / 10) }
        return Scale(unit: "ms", size: size, decimals: decimals)
    }
}
