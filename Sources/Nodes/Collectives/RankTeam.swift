internal import Collectives
internal import Coordination
internal import Foundation
internal import Glibc
internal import Synchronization
internal import TensorKernels
internal import ZeroMQ

/// The ranks of an executed collective, each on its thread: gives all of them an order and waits for their answers, but
/// not for ever.
struct RankTeam: ~Copyable {
    private let task: CollectiveTask
    private let silenceLimit: Duration
    private let reports: Mailbox<RankReport>
    private var poller: Poller
    private let handles: [RankHandle]
    private var hasEnded: [Bool]
    private var isDismissed = false
    private let folder: PrivateFolder

    /// Starts the threads and waits until all of them listen.
    ///
    /// - Parameters:
    ///   - silenceLimit: how long nothing may get done before the execution fails.
    ///   - reports: where the ranks, and whoever interrupts them, leave word.
    static func start(
        _ task: CollectiveTask, silenceLimit: Duration, kernels: Kernels, reports: Mailbox<RankReport>
    ) throws -> RankTeam {
        let folder = try PrivateFolder(named: "collective-\(getpid())-\(UInt32.random(in: .min ... .max))")
        let links = (0..<task.ranks).reduce(0) { $0 + task.receivers(ofRank: $1).count }
        let context = SharedContext(
            try Context(
                ioThreads: max(1, min(4, ProcessInfo.processInfo.activeProcessorCount / 2)),
                maximumSockets: 64 + task.ranks + links))
        let endpoints = (0..<task.ranks).map { [path = folder.path] in "ipc://\(path)/\($0)" }
        let runID = UInt64.random(in: .min ... .max)
        let plainResult = FlatBuffer(count: task.elements)
        var handles: [RankHandle] = []
        for _ in 0..<task.ranks { handles.append(try RankHandle()) }
        for (rank, handle) in handles.enumerated() {
            Thread.detachNewThread {
                var waitingFor: String?
                do {
                    var player = CollectiveRank(
                        rank, of: task, endpoints: endpoints, runID: runID, handle: handle, context: context,
                        kernels: kernels, reports: reports, plainResult: plainResult)
                    waitingFor = try player.run()
                } catch {
                    reports.post(RankReport(rank: rank, word: .failed("\(error)")))
                }
                // Its sockets are closed.
                reports.post(RankReport(rank: rank, word: .ended(waitingFor: waitingFor)))
            }
        }
        var team = RankTeam(
            task, silenceLimit: silenceLimit, reports: reports, handles: handles, folder: folder)
        _ = try team.answers()
        return team
    }

    private init(
        _ task: CollectiveTask, silenceLimit: Duration, reports: Mailbox<RankReport>, handles: [RankHandle],
        folder: consuming PrivateFolder
    ) {
        self.task = task
        self.silenceLimit = silenceLimit
        self.reports = reports
        self.handles = handles
        self.folder = folder
        hasEnded = [Bool](repeating: false, count: handles.count)
        poller = Poller()
        _ = poller.add(reports.wakeup)
    }

    /// Gives an order to all ranks at once.
    ///
    /// - Returns: their answers, by rank.
    mutating func perform(_ order: RankOrder) throws(CollectiveExecutionError) -> [RankReport.Word] {
        if case .execute = order { for handle in handles { handle.round.store(0, ordering: .relaxed) } }
        for handle in handles { handle.mailbox.post(order) }
        return try answers()
    }

    /// Ends all threads; waits for those that still answer, for some seconds at the most.
    mutating func end() { _ = farewells(within: .seconds(5)) }

    private mutating func answers() throws(CollectiveExecutionError) -> [RankReport.Word] {
        var words = [RankReport.Word?](repeating: nil, count: handles.count)
        var missing = handles.count
        var seen = -1
        var lastProgress = ContinuousClock.now
        while missing > 0 {
            let news = wait(for: .milliseconds(200))
            // A rank that fails is over at once: both must be known before anything is made of it.
            for case (let rank, .ended) in news.map({ ($0.rank, $0.word) }) { hasEnded[rank] = true }
            for report in news {
                switch report.word {
                case .interrupted:
                    end()
                    throw .interrupted
                case .failed(let reason): throw failure(rank: report.rank, reason: reason)
                case .ended: continue
                default:
                    words[report.rank] = report.word
                    missing -= 1
                }
            }
            let progress = handles.reduce(handles.count - missing) { $0 + $1.progress.load(ordering: .relaxed) }
            if progress != seen {
                seen = progress
                lastProgress = .now
            } else if ContinuousClock.now - lastProgress > silenceLimit {
                throw silence(answered: words.map { $0 != nil })
            }
        }
        return words.compactMap { $0 }
    }

    private mutating func wait(for time: Duration) -> [RankReport] {
        // It throws only for a socket whose context is shut down, and waits for none.
        _ = try? poller.wait(for: time)
        return reports.takeAll()
    }

    private mutating func failure(rank: Int, reason: String) -> CollectiveExecutionError {
        end()
        return .failed("\(task.name): rank \(rank), \(position(rank)): \(reason)")
    }

    /// Names the rank that holds up the others: one that no longer answers, else the one that is least far.
    private mutating func silence(answered: [Bool]) -> CollectiveExecutionError {
        let rounds = handles.map { $0.round.load(ordering: .relaxed) }
        let farewells = farewells(within: .seconds(2))
        let late = handles.indices.filter { !answered[$0] }
        let mute = late.first { !hasEnded[$0] }
        let rank = mute ?? late.min { rounds[$0] < rounds[$1] } ?? 0
        let reason =
            mute != nil ? "no longer answers" : farewells[rank].map { "waits for \($0)" } ?? "has nothing to wait for"
        return .failed(
            "\(task.name): nothing has happened for \(silenceLimit.components.seconds) s; rank \(rank), "
                + "\(position(rank)), \(reason): is this host out of memory or stopped? Choose a smaller size or fewer "
                + "--nodes")
    }

    private func position(_ rank: Int) -> String {
        let round = handles[rank].round.load(ordering: .relaxed)
        return round < task.schedule.rounds ? "round \(round + 1) of \(task.schedule.rounds)" : "after its last round"
    }

    /// By rank, what it was waiting for when it was told to end.
    private mutating func farewells(within limit: Duration) -> [String?] {
        var words = [String?](repeating: nil, count: handles.count)
        guard !isDismissed else { return words }
        isDismissed = true
        for handle in handles { handle.mailbox.post(.end) }
        let deadline = ContinuousClock.now + limit
        while hasEnded.contains(false), ContinuousClock.now < deadline {
            for report in wait(for: .milliseconds(50)) {
                guard case .ended(let waitingFor) = report.word else { continue }
                hasEnded[report.rank] = true
                words[report.rank] = waitingFor
            }
        }
        return words
    }
}
