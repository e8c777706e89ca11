internal import Collectives
internal import Foundation
internal import Synchronization
internal import TensorKernels
internal import ZeroMQ

/// This host as the place where collectives are executed: one at a time, over ZeroMQ's Unix sockets in a folder that
/// only this user can enter.
package final class CollectiveHost: Sendable {
    private let kernels: Kernels
    private let reports: Mailbox<RankReport>
    private let isInterrupted = Atomic<Bool>(false)
    private let silenceLimit: Duration

    /// - Parameter silenceLimit: how long nothing may get done before an execution fails.
    /// - Throws: if the kernels that are asked for cannot be had, or no file can be opened.
    package init(silenceLimit: Duration = .seconds(60)) throws {
        kernels = try Kernels.select()
        reports = try Mailbox()
        self.silenceLimit = silenceLimit
    }

    /// Ends the execution that is under way, and lets none begin; from any thread.
    package func interrupt() {
        isInterrupted.store(true, ordering: .relaxed)
        reports.post(RankReport(rank: 0, word: .interrupted))
    }

    /// Executes a collective once to make the connections and then `task.repeats` times; blocks this thread.
    ///
    /// Before each time all vectors are written anew, after it all results are compared with a plain sum.
    ///
    /// - Throws: what went wrong, with its rank and round; beyond the limits before anything begins.
    package func execute(_ task: CollectiveTask) throws(CollectiveExecutionError) -> ExecutedCollective {
        try CollectiveLimits.check(ranks: task.ranks, elements: task.elements)
        try CollectiveLimits.allowFiles(for: task)
        guard !isInterrupted.load(ordering: .relaxed) else { throw .interrupted }
        var team: RankTeam
        do {
            team = try RankTeam.start(
                task, silenceLimit: silenceLimit, kernels: kernels, reports: reports)
        } catch let error as CollectiveExecutionError {
            throw error
        } catch {
            throw .failed("\(task.name): \(error)")
        }
        do {
            let result = try Self.execute(task, by: &team)
            team.end()
            return result
        } catch {
            team.end()
            throw error
        }
    }

    private static func execute(
        _ task: CollectiveTask, by team: inout RankTeam
    ) throws(CollectiveExecutionError) -> ExecutedCollective {
        var times: [Duration] = []
        var traffic: [ExecutedCollective.Traffic] = []
        var wrong = 0
        for execution in 0...task.repeats {
            _ = try team.perform(.fill)
            let (time, bytes) = sum(try team.perform(.execute(execution)))
            try compare(bytes, with: task)
            let differences = try team.perform(.compare).reduce(0) { sum, word in
                if case .compared(let count) = word { sum + count } else { sum }
            }
            wrong = max(wrong, differences)
            traffic = bytes
            if execution > 0 { times.append(time) }
        }
        return ExecutedCollective(
            times: times, traffic: traffic, wrongElements: wrong, carriedClocks: task.clocks != nil)
    }

    /// From the first beginning to the last end.
    private static func sum(_ words: [RankReport.Word]) -> (Duration, [ExecutedCollective.Traffic]) {
        var span: (begin: ContinuousClock.Instant, end: ContinuousClock.Instant)?
        var traffic: [ExecutedCollective.Traffic] = []
        for case .executed(let begin, let end, let bytes) in words {
            span = (min(span?.begin ?? begin, begin), max(span?.end ?? end, end))
            traffic.append(bytes)
        }
        return (span.map { $0.end - $0.begin } ?? .zero, traffic)
    }

    /// Every rank's payload is what the schedule says, and all that is sent is received.
    private static func compare(
        _ traffic: [ExecutedCollective.Traffic], with task: CollectiveTask
    ) throws(CollectiveExecutionError) {
        for (rank, expected) in task.schedule.traffic(elements: task.elements).enumerated() {
            let (sent, received) = (traffic[rank].payloadSent, traffic[rank].payloadReceived)
            guard sent == 4 * expected.sent, received == 4 * expected.received else {
                throw .failed(
                    "\(task.name): rank \(rank) sent \(sent) B and received \(received) B of payload, the schedule says "
                        + "\(4 * expected.sent) B and \(4 * expected.received) B: please report this as a defect")
            }
        }
    }
}
