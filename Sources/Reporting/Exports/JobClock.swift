internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// Dates of the emulated job: virtual time, from the start that the cluster file gives or else 1970-01-01T00:00:00Z.
struct JobClock {
    /// `2024-03-01T08:00:00Z`.
    let start: String
    /// When the last rank ended, rounded down to a second.
    let end: String

    init(_ report: RunReport) {
        let begin = report.cluster.start
        let seconds = report.account.clock.makespan().attoseconds / VirtualDuration.attosecondsPerSecond
        start = "\(begin)"
        end = "\(UTCTime(seconds: begin.seconds + Int64(clamping: seconds)))"
    }
}

extension String {
    /// Without this at its end.
    func dropping(_ suffix: String) -> String { hasSuffix(suffix) ? String(dropLast(suffix.count)) : self }
}
