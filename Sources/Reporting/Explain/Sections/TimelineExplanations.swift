internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// The drawn step, and how much of its communication is hidden.
enum TimelineExplanations {
    static func add(_ report: RunReport, to book: inout ExplanationBook) {
        guard report.account.trainingSteps > 0 else { return }
        let timeline = StepTimeline(job: report.account.job, step: min(3, report.account.trainingSteps))
        let count = Double(max(1, timeline.ranks.count))
        let mean = { (part: (RankTimeline) -> VirtualDuration) in
            timeline.ranks.reduce(0) { $0 + part($1).seconds } / count
        }
        book.add(
            Explanation(
                "timeline.step", Double(timeline.step), .count, aliases: ["timeline of step", "timeline", "rank"],
                place: "TIMELINE",
                meaning:
                    "the step that is drawn: f forward, b backward, # exposed communication, o optimizer, - hidden "
                    + "communication, one row a rank, off the emulation's clocks", origin: .clocks,
                related: ["emulated.step.duration_seconds"]))
        let parts: [(String, Double, [String])] = [
            ("hidden", mean { $0.hidden() }, ["hidden communication"]),
            ("exposed", mean { $0.exposed() }, ["exposed communication of the step drawn"]),
        ]
        let terms = parts.map { name, seconds, aliases in
            book.add(
                Explanation(
                    "timeline.\(name)_seconds", seconds, .seconds, symbol: name, aliases: aliases,
                    place: "TIMELINE, table below",
                    meaning:
                        "communication of step \(timeline.step) that is \(name), mean of ranks; the rows divide it "
                        + "by bucket or purpose", origin: .clocks))
        }
        book.derive(
            "timeline.together_seconds", .sum(terms), .seconds,
            aliases: [
                "bucket", "bucket, mean ms", "mean ms", "all", "weights, forward", "weights, backward", "gradients",
                "updated weights",
            ],
            place: "TIMELINE, table below", meaning: "hidden and exposed communication of step \(timeline.step)")
    }
}
