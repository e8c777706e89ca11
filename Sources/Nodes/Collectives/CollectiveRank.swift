internal import Collectives
internal import Coordination
internal import Synchronization
internal import TensorKernels
internal import ZeroMQ

/// What a rank of an executed collective is told to do; it answers each order but the last once.
enum RankOrder: Sendable {
    /// Write what the vector begins with.
    case fill
    /// Execute the collective, for the given time.
    case execute(Int)
    /// Compare with the plain result.
    case compare
    case end
}

/// What a rank says.
struct RankReport: Sendable {
    enum Word: Sendable {
        /// It listens for what others send.
        case listening
        case filled
        case executed(begin: ContinuousClock.Instant, end: ContinuousClock.Instant, ExecutedCollective.Traffic)
        case compared(wrong: Int)
        case failed(String)
        /// Its thread is over; what it was waiting for, if the collective was under way.
        case ended(waitingFor: String?)
        /// From no rank: the user wants all to stop.
        case interrupted
    }
    let rank: Int
    let word: Word
}

/// What others see of a rank: where to leave orders, and how far it is.
final class RankHandle: Sendable {
    let mailbox: Mailbox<RankOrder>
    /// Grows with everything that the rank gets done.
    let progress = Atomic<Int>(0)
    /// Under way, or the one after the last.
    let round = Atomic<Int>(0)

    init() throws(ZeroMQError) { mailbox = try Mailbox() }
}

/// A context that several threads hold.
final class SharedContext: Sendable {
    let context: Context
    init(_ context: consuming Context) { self.context = context }
}

/// One rank of an executed collective, on a thread of its own: it owns the rank's sockets and vector, and executes the
/// schedule with the executor, the frames and the lending of a run.
struct CollectiveRank: ~Copyable {
    private let rank: Int
    private let task: CollectiveTask
    private let handle: RankHandle
    private let context: SharedContext
    private let kernels: Kernels
    private let reports: Mailbox<RankReport>
    private let expectation: FrameExpectation
    private let vector: FlatBuffer
    private let plainResult: FlatBuffer
    private var executor: CollectiveExecutor<ReceivedPayload>
    private var decoder: GradientFrameDecoder
    private var peers = PeerLinks()
    private var parts = MessageParts(capacity: GradientFrameLayout.partCount)
    private var stamps: [Int128] = []
    private var execution = 0
    private var began = ContinuousClock.now
    private var traffic = ExecutedCollective.Traffic()

    /// - Parameters:
    ///   - endpoints: by rank, where each listens.
    ///   - plainResult: of which the rank writes its part before it listens.
    init(
        _ rank: Int, of task: CollectiveTask, endpoints: [String], runID: UInt64, handle: RankHandle,
        context: SharedContext, kernels: Kernels, reports: Mailbox<RankReport>, plainResult: FlatBuffer
    ) {
        self.rank = rank
        self.task = task
        self.handle = handle
        self.context = context
        self.kernels = kernels
        self.reports = reports
        self.plainResult = plainResult
        expectation = task.expectation(rank: rank, runID: runID)
        decoder = GradientFrameDecoder(expecting: expectation)
        executor = task.executor(rank: rank)
        vector = FlatBuffer(count: task.elements)
        peers.endpoints = endpoints
    }

    /// Listens, and follows orders until the one to end, or until something fails.
    ///
    /// - Returns: what it was waiting for when it was told to end; `nil` if nothing was under way.
    mutating func run() throws -> String? {
        task.vectors.fillPlainResult(plainResult, partOf: rank)
        let socket = try Socket(.pull, in: context.context, options: SocketSettings.gradients)
        try socket.bind(try Endpoint(peers.endpoints[rank]))
        var poller = Poller()
        let mailboxToken = poller.add(handle.mailbox.wakeup)
        let dataToken = poller.add(socket)
        say(.listening)
        while true {
            // Between executions nothing is taken in: a peer may have begun the next one before this rank.
            poller.setInterest(executor.isActive ? .readable : [], of: dataToken)
            try poller.wait(for: nil)
            if !poller.readiness(of: mailboxToken).isEmpty {
                for order in handle.mailbox.takeAll() {
                    if case .end = order { return executor.isActive ? executor.waitingFor : nil }
                    try follow(order)
                }
            }
            if !poller.readiness(of: dataToken).isEmpty {
                while executor.isActive, try socket.tryReceive(into: &parts) { try takeFrame() }
            }
        }
    }

    private mutating func follow(_ order: RankOrder) throws {
        switch order {
        case .fill:
            task.vectors.fill(vector, rank: rank)
            say(.filled)
        case .execute(let number):
            began = .now
            execution = number
            traffic = ExecutedCollective.Traffic()
            executor.start([task.operation(rank: rank)], step: 1)
            try perform(executor.signal(.bucket(0)))
        case .compare: say(.compared(wrong: task.vectors.wrongElements(vector, rank: rank, plain: plainResult)))
        case .end: break
        }
    }

    /// Takes in the frame that has come. Nobody else can reach the socket: one that does not fit is a failure.
    private mutating func takeFrame() throws {
        guard parts.count == GradientFrameLayout.partCount, parts.excess == 0 else {
            throw RefusedFrame(reason: FrameRejection.wrongPartCount.rawValue)
        }
        let frame: GradientFrame
        do {
            frame = try parts.withUnsafeBytes(of: 0) { header throws(FrameRejection) in
                try parts.withUnsafeBytes(of: 1) { stampBytes throws(FrameRejection) in
                    try parts.withUnsafeBytes(of: 2) { payload throws(FrameRejection) in
                        try decoder.decode(header: header, stamps: stampBytes, payload: payload, stampsInto: &stamps)
                    }
                }
            }
        } catch {
            throw RefusedFrame(reason: error.rawValue)
        }
        guard frame.step == execution else { throw RefusedFrame(reason: "of execution \(frame.step)") }
        traffic.payloadReceived += parts.withUnsafeBytes(of: 2) { $0.count }
        traffic.framingReceived += parts.withUnsafeBytes(of: 0) { $0.count } + parts.withUnsafeBytes(of: 1) { $0.count }
        let actions: [CollectiveExecutor<ReceivedPayload>.Action]
        do {
            actions = try executor.receive(
                MessageKey(operation: frame.operation, round: frame.round), sender: frame.sender,
                elements: frame.elements, stamps: stamps, payload: ReceivedPayload(parts.take(2)))
        } catch {
            throw RefusedFrame(reason: "\(error), from rank \(frame.sender)")
        }
        try perform(actions)
    }

    private mutating func perform(_ actions: [CollectiveExecutor<ReceivedPayload>.Action]) throws {
        for action in actions {
            switch action {
            case .send(let message):
                try peers.send(
                    message, step: execution, buffer: vector, expectation: expectation, context: context.context)
                traffic.payloadSent += message.elements.count * GradientFrameLayout.elementBytes
                traffic.framingSent +=
                    GradientFrameLayout.headerBytes + message.stamps.count * GradientFrameLayout.stampBytes
            case .combine(_, let elements, let combine, let payload):
                payload.combine(combine, into: FloatSlice(vector, elements), kernels: kernels)
            case .complete: say(.executed(begin: began, end: .now, traffic))
            case .clockMismatch: throw ClockMismatch()
            }
        }
        handle.round.store(executor.isActive ? executor.currentRound : task.schedule.rounds, ordering: .relaxed)
        handle.progress.add(1, ordering: .relaxed)
    }

    private func say(_ word: RankReport.Word) { reports.post(RankReport(rank: rank, word: word)) }
}

/// A frame that does not fit what the rank executes.
private struct RefusedFrame: Error, CustomStringConvertible {
    let reason: String
    var description: String { "refused a frame (\(reason)): please report this as a defect" }
}

private struct ClockMismatch: Error, CustomStringConvertible {
    var description: String {
        "the clocks that the messages carried differ from the price: please report this as a defect"
    }
}
