internal import Accounting
internal import ClusterModel
package import Collectives
internal import Emulation
internal import Foundation
internal import Units

/// A worker as logic without I/O: `(event, now) → actions`.
///
/// It greets the coordinator until it is answered, takes its rank, its data and its peers, and then, step by step:
/// computes, reduces, acknowledges, and applies once the coordinator commits. `Payload` holds a received gradient.
package struct WorkerMachine<Payload: Sendable>: Sendable {
    package enum Event: Sendable {
        case control(ControlMessage)
        case frame(GradientFrame, stamps: [Int128], Payload)
        /// The replica is built; digest of its weights and the number of its parameters.
        case built(weights: [UInt8], parameters: Int)
        case evaluated(isFinal: Bool, lossSums: [Double], tokens: Int, weights: [UInt8])
        case bucketReady(step: Int, bucket: Int)
        /// A pass is over that is not the step's last; its weights are wiped.
        case passed(step: Int, pass: Int)
        case computed(step: Int, lossSums: [Double], tokens: Int, weights: [UInt8])
        case summarized(step: Int, GradientSummary)
        /// The rank's shard of the weights is up to date.
        case applied(step: Int)
        /// A checkpoint out of turn is written.
        case checkpointed(step: Int)
        case finished(FinalWords)
        case coordinatorLost
        case interrupted(String)
        case failed(String)
        case tick

        /// True for what moves the run on: not for the passing of time, nor for the coordinator's signs of life.
        var isProgress: Bool {
            switch self {
            case .tick: return false
            case .control(let message):
                if case .heartbeat = message.body { return false }
                return true
            default: return true
            }
        }
    }

    package enum Action: Sendable {
        case send(ControlMessage)
        case build(WorkerPlan, training: [UInt8], validation: [UInt8])
        case connect(dataEndpoints: [String])
        case evaluate(isFinal: Bool)
        /// Compute gradients: in all passes of the step, or, of a model whose weights are gathered for each, in one.
        case compute(step: Int, pass: Int?, operations: StepOperations)
        case sendFrame(step: Int, OutgoingMessage)
        case combine(CollectiveOperation.Content, elements: Range<Int>, Combine, Payload)
        case summarizeGradient(step: Int)
        /// - squareSums: by rank, where ranks own shards; else empty.
        case apply(step: Int, squareSums: [Double])
        /// Write a checkpoint, or the rank's shard of it, out of turn.
        case writeCheckpoint(step: Int)
        case collectFinalWords
        case exit(WorkerExit)
    }

    /// What only the process knows, for its last message.
    package struct FinalWords: Sendable {
        package var weights: [UInt8] = []
        package var processorSeconds = 0.0
        package var droppedFrames = 0
        package var droppedReasons = ""
        package var storageBytesRead: Int64 = 0
        package var storageBytesWritten: Int64 = 0
        package init() {}
    }

    enum State: Equatable {
        case greeting
        case receivingData
        case building
        case idle
        /// Gathering weights, where they are sharded, and computing.
        case evaluating(isFinal: Bool)
        /// Computing and reducing.
        case stepping(Int)
        case acknowledged(Int)
        /// Bringing a shard up to date, and gathering the others.
        case updating(Int)
        /// Writing a checkpoint out of turn.
        case checkpointing(Int)
        case finishing
        case exited
    }

    private let hello: Ringwatt_Control_Hello
    var state = State.greeting
    private var lastHello: Duration?
    private var lastHeard: Duration?
    private var lastHeartbeat: Duration?
    var progress: UInt64 = 0
    var isComputing = false
    private var silenceLimit = 30.0

    var plan: WorkerPlan?
    private var dataEndpoints: [String] = []
    private var training = ReceivedBytes()
    private var validation = ReceivedBytes()
    var clock: ClusterClock?
    private var tariff: Tariff?
    var operations: StepOperations?
    var executor: CollectiveExecutor<Payload>?
    /// Frames of the step that a peer has begun and this rank has not.
    var early: [Received] = []
    /// What the coordinator asked for while this rank was updating its weights.
    private var postponed: ControlMessage?
    /// The step begun last: a training step, or 0 and one more than the last for evaluations; -1 before any.
    var position = -1
    /// Sent and received since the coordinator was last told.
    var traffic = Ringwatt_Control_Traffic()
    private var evaluation: PricedStep?
    /// Of the one checkpoint out of turn.
    private var checkpoint: PricedStep?
    var acknowledgement = Ringwatt_Control_Acknowledged()
    var hasComputed = false
    var hasReduced = false
    /// Frames that were not taken, by reason.
    package var rejectedFrames: [String: Int] = [:]

    /// - Parameter hello: what the worker says of itself.
    package init(hello: Ringwatt_Control_Hello) { self.hello = hello }

    /// The worker's rank; `nil` before it has one.
    package var rank: Int? { plan?.rank }

    /// What a frame must fit to be looked at; `nil` before the replica is built.
    package var expectation: FrameExpectation? {
        guard let plan, let operations, let job = clock?.job else { return nil }
        return FrameExpectation(
            runID: plan.run, generation: plan.generation, rank: plan.rank, worldSize: plan.worldSize,
            gradientElements: operations.realBuckets.ranges[0].upperBound, bucketCount: operations.runs.realCount,
            operationCount: max(job.training.operations.count, job.evaluation.operations.count),
            roundCount: CollectiveKind.allCases.map { job.schedule(of: $0).rounds }.max() ?? 0,
            maximumStamps: job.carriedLanes.count)
    }

    package mutating func handle(_ event: Event, now: Duration) -> [Action] {
        guard state != .exited else { return [] }
        if event.isProgress { progress += 1 }
        switch event {
        case .tick: return tick(now: now)
        case .control(let message):
            lastHeard = now
            return control(message, now: now)
        case .frame(let frame, let stamps, let payload): return received(Received(frame, stamps, payload))
        case .built(let weights, let parameters): return built(weights: weights, parameters: parameters)
        case .evaluated(let isFinal, let lossSums, let tokens, let weights):
            return evaluated(isFinal: isFinal, lossSums: lossSums, tokens: tokens, weights: weights)
        case .bucketReady(let step, let bucket):
            guard state == .stepping(step), executor != nil else { return [] }
            return perform(executor!.signal(.bucket(bucket)))
        case .passed(let step, let pass):
            guard state == .stepping(step), executor != nil else { return [] }
            isComputing = false
            return perform(executor!.signal(.group(.weights(pass: pass + 1))))
        case .computed(let step, let lossSums, let tokens, let weights):
            guard state == .stepping(step) else { return [] }
            isComputing = false
            acknowledgement.lossSums = lossSums
            acknowledgement.tokens = UInt64(tokens)
            acknowledgement.weights = Data(weights)
            hasComputed = true
            return summarizeIfDone(step: step)
        case .summarized(let step, let summary):
            guard state == .stepping(step) else { return [] }
            return acknowledge(step: step, summary)
        case .applied(let step):
            guard state == .updating(step), executor != nil else { return [] }
            return gathersWeights ? becomeIdle() : perform(executor!.signal(.group(.updatedWeights)))
        case .checkpointed(let step): return checkpointed(step: step)
        case .finished(let words): return finished(words)
        case .coordinatorLost: return exit(.coordinatorLost)
        case .interrupted(let reason):
            var leaving = Ringwatt_Control_Leaving()
            leaving.reason = reason
            return [say(.leaving(leaving))] + exit(.interrupted)
        case .failed(let reason):
            var failed = Ringwatt_Control_Failed()
            failed.reason = reason
            return [say(.failed(failed))] + exit(.failed(reason))
        }
    }

    // MARK: Time

    private mutating func tick(now: Duration) -> [Action] {
        if state == .greeting {
            if let lastHello, now - lastHello < .milliseconds(500) { return [] }
            lastHello = now
            return [say(.hello(hello))]
        }
        if let lastHeard, now - lastHeard > .seconds(silenceLimit) {
            return exit(.coordinatorSilent(seconds: silenceLimit))
        }
        if let lastHeartbeat, now - lastHeartbeat < .milliseconds(500) { return [] }
        lastHeartbeat = now
        var heartbeat = Ringwatt_Control_Heartbeat()
        heartbeat.progress = progress
        heartbeat.isComputing = isComputing
        heartbeat.waitingFor = executor?.waitingFor ?? ""
        return [say(.heartbeat(heartbeat))]
    }

    // MARK: Control messages

    private mutating func control(_ message: ControlMessage, now: Duration) -> [Action] {
        if let plan, message.run != plan.run || message.generation != plan.generation { return [] }
        switch message.body {
        case .welcome(let welcome): return welcomed(welcome, run: message.run, generation: message.generation)
        case .refused(let refused): return state == .greeting ? exit(.refused(refused.reason)) : []
        case .data(let data): return received(data)
        case .evaluate, .begin, .checkpoint, .finish:
            if case .updating = state {
                postponed = message
                return []
            }
            return lead(message)
        case .commit(let commit): return committed(commit)
        case .goodbye: return state == .finishing ? exit(.completed) : []
        case .abort(let abort): return exit(.aborted(abort.reason))
        case .heartbeat: return []
        case .hello, .ready, .evaluated, .acknowledged, .checkpointed, .failed, .finished, .leaving: return []
        }
    }

    /// Does what the coordinator asks of an idle worker.
    private mutating func lead(_ message: ControlMessage) -> [Action] {
        switch message.body {
        case .evaluate(let request): return evaluate(isFinal: request.isFinal)
        case .begin(let begin): return self.begin(step: Int(begin.step))
        case .checkpoint(let request): return writeCheckpoint(step: Int(request.step))
        case .finish:
            guard state == .idle else { return [] }
            state = .finishing
            return [.collectFinalWords]
        default: return []
        }
    }

    /// Ends the update, and does what was asked for meanwhile.
    mutating func becomeIdle() -> [Action] {
        guard case .updating = state else { return [] }
        state = .idle
        guard let message = postponed else { return [] }
        postponed = nil
        return lead(message)
    }

    private mutating func welcomed(
        _ welcome: Ringwatt_Control_Welcome, run: UInt64, generation: UInt32
    ) -> [Action] {
        guard state == .greeting else { return [] }
        do {
            plan = try WorkerPlan(welcome, run: run, generation: generation)
        } catch {
            return handle(.failed("the coordinator's welcome cannot be used: \(error)"), now: .zero)
        }
        dataEndpoints = welcome.dataEndpoints
        training = ReceivedBytes(expected: Int(clamping: welcome.trainingBytes))
        validation = ReceivedBytes(expected: Int(clamping: welcome.validationBytes))
        if welcome.silenceLimitSeconds > 0, welcome.silenceLimitSeconds < 1e9 {
            silenceLimit = welcome.silenceLimitSeconds
        }
        state = .receivingData
        return buildIfComplete()
    }

    private mutating func received(_ data: Ringwatt_Control_Data) -> [Action] {
        guard state == .receivingData else { return [] }
        let offset = Int(clamping: data.offset)
        if data.kind == .validation {
            validation.take(data.bytes, at: offset)
        } else {
            training.take(data.bytes, at: offset)
        }
        return buildIfComplete()
    }

    private mutating func buildIfComplete() -> [Action] {
        guard training.isComplete, validation.isComplete, let plan else { return [] }
        let job = EmulatedJob(cluster: plan.cluster, virtualRanks: plan.virtualRanks)
        clock = ClusterClock(job: job)
        tariff = Tariff(job: job, rank: plan.rank, constants: CentralValues())
        executor = CollectiveExecutor(job: job, rank: plan.rank)
        state = .building
        isComputing = true
        defer {
            training = ReceivedBytes()
            validation = ReceivedBytes()
        }
        return [
            .connect(dataEndpoints: dataEndpoints),
            .build(plan, training: training.bytes, validation: validation.bytes),
        ]
    }

    private mutating func built(weights: [UInt8], parameters: Int) -> [Action] {
        guard state == .building, let clock else { return [] }
        operations = StepOperations(job: clock.job, trainedElements: parameters)
        isComputing = false
        state = .idle
        var ready = Ringwatt_Control_Ready()
        ready.weights = Data(weights)
        return [say(.ready(ready))]
    }

    private mutating func evaluated(isFinal: Bool, lossSums: [Double], tokens: Int, weights: [UInt8]) -> [Action] {
        guard state == .evaluating(isFinal: isFinal), let priced = evaluation else { return [] }
        state = .idle
        isComputing = false
        var message = Ringwatt_Control_Evaluated()
        message.isFinal = isFinal
        message.lossSums = lossSums
        message.tokens = UInt64(tokens)
        message.weights = Data(weights)
        message.account = account(of: priced)
        message.traffic = takeTraffic()
        return [say(.evaluated(message))]
    }

    private mutating func finished(_ words: FinalWords) -> [Action] {
        guard state == .finishing, let priced = clock?.close() else { return [] }
        var message = Ringwatt_Control_Finished()
        message.weights = Data(words.weights)
        message.processorSeconds = words.processorSeconds
        message.droppedFrames = UInt64(words.droppedFrames + rejectedFrames.values.reduce(0, +))
        let rejected = rejectedFrames.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        message.droppedReasons = ([words.droppedReasons] + rejected).filter { !$0.isEmpty }.joined(separator: ", ")
        message.storageBytesRead = UInt64(words.storageBytesRead)
        message.storageBytesWritten = UInt64(words.storageBytesWritten)
        message.account = account(of: priced)
        return [say(.finished(message))]
    }

    private mutating func evaluate(isFinal: Bool) -> [Action] {
        guard state == .idle, let plan, let operations, var clock else { return [] }
        state = .evaluating(isFinal: isFinal)
        position += 1
        let (priced, list) = operations.evaluation(clock: &clock, rank: plan.rank, step: position)
        self.clock = clock
        evaluation = priced
        guard !list.isEmpty else {
            isComputing = true
            return [.evaluate(isFinal: isFinal)]
        }
        executor?.start(list, of: .evaluation, step: position)
        guard let actions = executor?.signal(.group(.weights(pass: 0))) else { return [] }
        return perform(actions) + takeEarly()
    }

    /// Writes a checkpoint after the step done last, if it is this rank's to write.
    private mutating func writeCheckpoint(step: Int) -> [Action] {
        guard state == .idle, step == position, checkpoint == nil, let plan, var clock else { return [] }
        state = .checkpointing(step)
        checkpoint = clock.checkpoint()
        self.clock = clock
        guard clock.job.writesCheckpoints(rank: plan.rank) else { return checkpointed(step: step) }
        isComputing = true
        return [.writeCheckpoint(step: step)]
    }

    private mutating func checkpointed(step: Int) -> [Action] {
        guard state == .checkpointing(step), let priced = checkpoint else { return [] }
        state = .idle
        isComputing = false
        var message = Ringwatt_Control_Checkpointed()
        message.step = UInt32(step)
        message.account = account(of: priced)
        return [say(.checkpointed(message))]
    }

    // MARK: Small things

    func account(of priced: PricedStep) -> Ringwatt_Control_Account {
        guard let plan, let tariff else { return Ringwatt_Control_Account() }
        return Ringwatt_Control_Account(StepAccount(priced.actual[plan.rank], tariff: tariff))
    }

    func say(_ body: ControlBody) -> Action {
        .send(ControlMessage(run: plan?.run ?? 0, generation: plan?.generation ?? 0, body: body))
    }

    mutating func exit(_ reason: WorkerExit) -> [Action] {
        state = .exited
        return [.exit(reason)]
    }
}
