internal import Accounting
internal import Emulation
internal import Foundation
internal import Units

/// Names a connection to the coordinator.
package struct WorkerID: Hashable, Sendable, Comparable {
    package let value: [UInt8]
    package init(_ value: [UInt8]) { self.value = value }
    package static func < (a: Self, b: Self) -> Bool { a.value.lexicographicallyPrecedes(b.value) }
}

/// The coordinator as logic without I/O: `(event, now) → actions`.
///
/// It gathers the workers, gives out ranks and data, and then leads: evaluate, step by step begin → acknowledged by all →
/// commit, evaluate, finish. A step is begun only if the budget, if there is one, also covers what must follow it; else the
/// workers write a checkpoint before they evaluate and finish. Whatever a rank reports is checked against the coordinator's own clocks before it is booked.
package struct CoordinatorMachine: Sendable {
    package enum Event: Sendable {
        case message(from: WorkerID, ControlMessage)
        case disconnected(WorkerID)
        /// A worker process that the coordinator started has ended, and how.
        case childExited(process: UInt32, String)
        case interrupted
        case tick
    }

    package enum Action: Sendable {
        case send(to: WorkerID, ControlMessage)
        /// The number of workers that have come so far changed.
        case gathered(Int, of: Int)
        case note(String)
        case evaluated(LossSum, isFinal: Bool)
        case committed(StepRecord)
        case end(RunOutcome)
    }

    private enum State: Equatable {
        case gathering
        case preparing
        case evaluating(isFinal: Bool)
        case training(Int)
        /// Out of turn, after the last step that the budget allowed.
        case checkpointing
        case finishing
        case ended
    }

    let plan: RunPlan
    package private(set) var record: RunRecord
    private var state = State.gathering
    private var roster = Roster()
    private var startedAt: Duration?
    private var lastHeartbeat: Duration = .zero
    private var stall = StallWatch()
    private var priced: PricedStep?
    private var replies: [Int: Reply] = [:]
    /// The training step up to which the budget is known to reach.
    private var coveredSteps = 0

    /// What a rank answered to the question under way.
    private struct Reply: Sendable {
        var weights: [UInt8]
        var gradient: [UInt8] = []
        var lossSums: [Double] = []
        var tokens = 0
        var account: StepAccount
        var traffic = Ringwatt_Control_Traffic()
        /// Σ g² of the rank's shard; `nil` where every rank has the whole gradient.
        var squareSum: Double?
    }

    package init(plan: RunPlan) {
        self.plan = plan
        let job = EmulatedJob(cluster: plan.cluster, virtualRanks: plan.virtualRanks)
        record = RunRecord(account: RunAccount(job: job, run: plan.run, generation: plan.generation))
    }

    /// The training step under way, for messages; 0 before the first.
    private var step: Int {
        switch state {
        case .training(let step): step
        case .gathering, .preparing: 0
        case .evaluating, .checkpointing, .finishing, .ended: record.steps.count
        }
    }

    package mutating func handle(_ event: Event, now: Duration) -> [Action] {
        guard state != .ended else { return [] }
        if startedAt == nil { startedAt = now }
        switch event {
        case .tick: return tick(now: now)
        case .interrupted: return end(.interrupted(step: step))
        case .childExited(let process, let how):
            let rank = state == .gathering ? nil : roster.members.firstIndex { $0.hello.process == process }
            if state == .finishing, let rank, replies[rank] != nil { return [] }
            return fail(rank: rank, "the worker (process \(process)) \(how)")
        case .disconnected(let worker): return disconnected(worker)
        case .message(let worker, let message):
            if case .hello(let hello) = message.body { return greeted(worker, hello, now: now) }
            guard let rank = roster.rank(of: worker), message.run == plan.run, message.generation == plan.generation
            else { return [] }
            roster.heard(rank, at: now)
            return answered(rank: rank, message.body, now: now)
        }
    }

    // MARK: Gathering

    private mutating func greeted(_ worker: WorkerID, _ hello: Ringwatt_Control_Hello, now: Duration) -> [Action] {
        if let rank = roster.rank(of: worker) {
            roster.heard(rank, at: now)
            return []
        }
        if hello.softwareVersion != plan.softwareVersion {
            return refuse(
                worker,
                "this worker is ringwatt \(hello.softwareVersion), the coordinator \(plan.softwareVersion): "
                    + "build both from the same version")
        }
        if let first = roster.members.first?.hello, first.numericClass != hello.numericClass {
            return refuse(
                worker,
                "this worker computes in the numeric class '\(hello.numericClass)', the run in "
                    + "'\(first.numericClass)': their bits would differ; set RINGWATT_KERNELS=baseline everywhere")
        }
        guard state == .gathering else {
            return refuse(worker, "the run has its \(plan.worldSize) workers: start no more than --nodes says")
        }
        roster.add(worker, hello, at: now)
        var actions: [Action] = [.gathered(roster.members.count, of: plan.worldSize)]
        if roster.members.count == plan.worldSize { actions += prepare() }
        return actions
    }

    private func refuse(_ worker: WorkerID, _ reason: String) -> [Action] {
        var refused = Ringwatt_Control_Refused()
        refused.reason = reason
        return [.send(to: worker, say(.refused(refused))), .note("refused a worker: \(reason)")]
    }

    private mutating func prepare() -> [Action] {
        state = .preparing
        record.numericClass = roster.members[0].hello.numericClass
        record.kernels = Array(Set(roster.members.map(\.hello.kernels))).sorted()
        record.workers = roster.members.enumerated().map { rank, member in
            WorkerReport(rank: rank, host: member.hello.host, process: member.hello.process)
        }
        return roster.members.indices.flatMap { rank in
            Welcoming.messages(plan: plan, rank: rank, dataEndpoints: roster.members.map(\.hello.dataEndpoint))
                .map { .send(to: roster.members[rank].id, say($0)) }
        }
    }

    private mutating func disconnected(_ worker: WorkerID) -> [Action] {
        guard let rank = roster.rank(of: worker) else { return [] }
        if state == .gathering {
            roster.remove(worker)
            return [.gathered(roster.members.count, of: plan.worldSize)]
        }
        if state == .finishing, replies[rank] != nil { return [] }
        return fail(rank: rank, "\(roster.describe(rank)) is gone: its connection closed")
    }

    // MARK: Leading

    private mutating func answered(rank: Int, _ body: ControlBody, now: Duration) -> [Action] {
        switch body {
        case .heartbeat(let heartbeat):
            stall.heard(rank: rank, heartbeat, now: now)
            return []
        case .ready(let ready):
            guard state == .preparing else { return [] }
            let empty = StepAccount(rank: rank, step: 0, entries: [])
            return take(Reply(weights: [UInt8](ready.weights), account: empty), rank: rank)
        case .evaluated(let message):
            guard state == .evaluating(isFinal: message.isFinal) else { return [] }
            guard let account = message.account.account(rank: rank) else { return fail(rank: rank, Self.unreadable) }
            if let problem = lossProblem(message.lossSums, tokens: message.tokens) { return fail(rank: rank, problem) }
            return take(
                Reply(
                    weights: [UInt8](message.weights), lossSums: message.lossSums,
                    tokens: Int(clamping: message.tokens), account: account, traffic: message.traffic), rank: rank)
        case .acknowledged(let message):
            guard state == .training(Int(message.step)) else { return [] }
            return acknowledged(message, rank: rank)
        case .checkpointed(let message):
            guard state == .checkpointing, message.step == UInt32(record.steps.count) else { return [] }
            guard let account = message.account.account(rank: rank) else { return fail(rank: rank, Self.unreadable) }
            return take(Reply(weights: [], account: account), rank: rank)
        case .finished(let message):
            guard state == .finishing else { return [] }
            guard let account = message.account.account(rank: rank) else { return fail(rank: rank, Self.unreadable) }
            if message.processorSeconds.isFinite { record.workers[rank].processorSeconds = message.processorSeconds }
            record.workers[rank].droppedFrames = Int(clamping: message.droppedFrames)
            record.workers[rank].droppedReasons = message.droppedReasons
            record.workers[rank].storageBytesRead = message.storageBytesRead
            record.workers[rank].storageBytesWritten = message.storageBytesWritten
            return take(Reply(weights: [UInt8](message.weights), account: account), rank: rank)
        case .failed(let message): return fail(rank: rank, "\(roster.describe(rank)) reports: \(message.reason)")
        case .leaving(let message):
            return fail(rank: rank, "\(roster.describe(rank)) was asked to stop (\(message.reason))")
        case .hello, .welcome, .refused, .data, .evaluate, .begin, .commit, .checkpoint, .finish, .abort, .goodbye:
            return []
        }
    }

    /// What is wrong with the losses that a rank reports; `nil` if nothing is.
    private func lossProblem(_ lossSums: [Double], tokens: UInt64) -> String? {
        guard lossSums.count == plan.virtualRanks, tokens <= UInt64(UInt32.max) else {
            return "it reports \(lossSums.count) losses over \(tokens) tokens for \(plan.virtualRanks) micro-batches"
        }
        guard lossSums.allSatisfy(\.isFinite) else {
            return "the loss is not a finite number: \(Self.divergence)"
        }
        return nil
    }

    private static let divergence =
        "the training diverged; lower the learning rate, lengthen the warm-up or clip the gradient harder"
    private static let unreadable = "its account names components, phases or causes that do not exist"

    private mutating func acknowledged(_ message: Ringwatt_Control_Acknowledged, rank: Int) -> [Action] {
        guard let account = message.account.account(rank: rank) else { return fail(rank: rank, Self.unreadable) }
        if let problem = lossProblem(message.lossSums, tokens: message.tokens) { return fail(rank: rank, problem) }
        let clock = Int128(Int64(bitPattern: message.clockHigh)) << 64 | Int128(message.clockLow)
        guard let priced, priced.actual[rank].end.attoseconds == clock else {
            return fail(rank: rank, "its virtual clock is not the coordinator's")
        }
        guard !message.hasSquareSum || (message.squareSum.isFinite && message.squareSum >= 0) else {
            return fail(
                rank: rank, "the sum of squares of its gradient is not a finite number: \(Self.divergence)")
        }
        guard message.hasSquareSum == plan.isSharded else {
            return fail(
                rank: rank,
                "it speaks of \(message.hasSquareSum ? "a shard" : "the whole") of the gradient: its sharding is not the coordinator's"
            )
        }
        return take(
            Reply(
                weights: [UInt8](message.weights), gradient: [UInt8](message.gradient), lossSums: message.lossSums,
                tokens: Int(clamping: message.tokens), account: account, traffic: message.traffic,
                squareSum: message.hasSquareSum ? message.squareSum : nil), rank: rank)
    }

    /// Files a reply; goes on once every rank has answered, and only if they agree.
    private mutating func take(_ reply: Reply, rank: Int) -> [Action] {
        guard replies[rank] == nil else { return [] }
        replies[rank] = reply
        guard replies.count == plan.worldSize else { return [] }
        let all = (0..<plan.worldSize).compactMap { replies[$0] }
        for (rank, reply) in all.enumerated() where reply.weights != all[0].weights {
            return fail(rank: rank, "its weights differ from rank 0's: the replicas have drifted apart")
        }
        for (rank, reply) in all.enumerated() where reply.gradient != all[0].gradient {
            return fail(rank: rank, "its reduced gradient differs from rank 0's")
        }
        replies = [:]
        // Who writes a checkpoint says nothing of the weights.
        if state != .checkpointing { record.weights = all[0].weights }
        if let priced {
            do {
                try record.account.book(priced, reported: all.map(\.account))
            } catch {
                return fail(rank: nil, "an account does not add up: \(error)")
            }
        }
        return proceed(all)
    }

    private mutating func proceed(_ replies: [Reply]) -> [Action] {
        let loss = LossSum(
            nats: replies.reduce(0) { $1.lossSums.reduce($0, +) }, tokens: replies.reduce(0) { $0 + $1.tokens })
        for reply in replies { record.traffic.add(reply.traffic) }
        guard record.traffic.payloadSent == record.traffic.payloadReceived else {
            return fail(
                rank: nil,
                "the workers sent \(record.traffic.payloadSent) bytes of gradients and weights and received "
                    + "\(record.traffic.payloadReceived)")
        }
        switch state {
        case .preparing: return evaluate(isFinal: false)
        case .evaluating(false):
            record.initialEvaluation = loss
            return [.evaluated(loss, isFinal: false)] + goOn(after: 0)
        case .training(let step):
            guard let priced else { return [] }
            let committed = StepRecord(step: step, loss: loss, priced: priced, account: record.account)
            record.steps.append(committed)
            var commit = Ringwatt_Control_Commit()
            commit.step = UInt32(step)
            commit.squareSums = replies.compactMap(\.squareSum)
            return broadcast(.commit(commit)) + [.committed(committed)] + goOn(after: step)
        case .checkpointing: return evaluate(isFinal: true)
        case .evaluating(true):
            record.finalEvaluation = loss
            priced = record.account.price(.closing)
            state = .finishing
            return [.evaluated(loss, isFinal: true)] + broadcast(.finish(Ringwatt_Control_Finish()))
        case .finishing:
            return broadcast(.goodbye(Ringwatt_Control_Goodbye()))
                + end(record.budgetStop.map(RunOutcome.stoppedByBudget) ?? .completed)
        case .gathering, .ended: return []
        }
    }

    private mutating func evaluate(isFinal: Bool) -> [Action] {
        state = .evaluating(isFinal: isFinal)
        priced = record.account.price(.evaluation)
        var request = Ringwatt_Control_Evaluate()
        request.isFinal = isFinal
        return broadcast(.evaluate(request))
    }

    /// Begins the next step if there is one and the budget covers it; else ends the training.
    private mutating func goOn(after step: Int) -> [Action] {
        let next = step + 1
        guard next <= plan.steps else { return evaluate(isFinal: true) }
        guard let budget = plan.budget, next > coveredSteps else { return begin(next) }
        switch record.account.reach(of: budget, plannedSteps: plan.steps) {
        case .until(let covered):
            coveredSteps = covered
            return begin(next)
        case .stop(let stop): record.budgetStop = stop
        }
        // The checkpoint that was due after this step is there.
        return record.account.job.hasCheckpoint(afterStep: step) ? evaluate(isFinal: true) : checkpoint(after: step)
    }

    private mutating func checkpoint(after step: Int) -> [Action] {
        state = .checkpointing
        priced = record.account.price(.checkpoint)
        var request = Ringwatt_Control_Checkpoint()
        request.step = UInt32(step)
        return broadcast(.checkpoint(request))
    }

    private mutating func begin(_ step: Int) -> [Action] {
        state = .training(step)
        priced = record.account.price(.training)
        var begin = Ringwatt_Control_Begin()
        begin.step = UInt32(step)
        return broadcast(.begin(begin))
    }

    // MARK: Time

    private mutating func tick(now: Duration) -> [Action] {
        if state == .gathering {
            guard let startedAt, now - startedAt > .seconds(plan.waitLimit) else { return [] }
            return fail(
                rank: nil,
                "only \(roster.members.count) of \(plan.worldSize) workers came within "
                    + "\(Int(plan.waitLimit)) s: start the others with scripts/spawn-workers, or use --spawn")
        }
        for rank in roster.members.indices where now - roster.members[rank].lastHeard > .seconds(plan.silenceLimit) {
            return fail(
                rank: rank,
                "\(roster.describe(rank)) has been silent for \(Int(plan.silenceLimit)) s "
                    + "(--silence-limit)")
        }
        if let waiting = stall.stalled(since: now, limit: .seconds(plan.silenceLimit), ranks: plan.worldSize) {
            return fail(
                rank: waiting.rank,
                "no worker has made progress for \(Int(plan.silenceLimit)) s; this one waits for "
                    + (waiting.waitingFor.isEmpty ? "the coordinator" : waiting.waitingFor))
        }
        guard now - lastHeartbeat >= .seconds(1) else { return [] }
        lastHeartbeat = now
        return broadcast(.heartbeat(Ringwatt_Control_Heartbeat()))
    }

    // MARK: Ending

    private mutating func fail(rank: Int?, _ reason: String) -> [Action] {
        end(.failed(RunFailure(rank: rank, step: step, reason: reason)))
    }

    private mutating func end(_ outcome: RunOutcome) -> [Action] {
        state = .ended
        var actions: [Action] = []
        let reason: String? =
            switch outcome {
            case .failed(let failure): failure.description
            case .interrupted: "the coordinator was interrupted"
            case .completed, .stoppedByBudget: nil
            }
        if let reason {
            var abort = Ringwatt_Control_Abort()
            abort.reason = reason
            actions = broadcast(.abort(abort))
        }
        return actions + [.end(outcome)]
    }

    private func broadcast(_ body: ControlBody) -> [Action] {
        roster.members.map { .send(to: $0.id, say(body)) }
    }

    private func say(_ body: ControlBody) -> ControlMessage {
        ControlMessage(run: plan.run, generation: plan.generation, body: body)
    }
}
