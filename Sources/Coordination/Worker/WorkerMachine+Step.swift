internal import Accounting
internal import ClusterModel
internal import Collectives
internal import Emulation
internal import Foundation
internal import Units

/// A step, as the worker's machine goes through it: begin, frames and signals in any order, acknowledge, update.
extension WorkerMachine {
    /// True if ranks own shards of the optimiser's state.
    private var isSharded: Bool { sharding != .none }
    /// True if weights are gathered before each pass.
    var gathersWeights: Bool { sharding == .fsdp }

    private var sharding: RepresentedWorkload.Sharding { plan?.cluster.shardingOverNodes ?? .none }

    mutating func begin(step: Int) -> [Action] {
        guard state == .idle, step == Int(acknowledgement.step) + 1, let plan, let operations, var clock = clock,
            executor != nil
        else { return [] }
        state = .stepping(step)
        position = step
        hasComputed = false
        hasReduced = false
        let (priced, list) = operations.next(clock: &clock, rank: plan.rank, step: step)
        self.clock = clock
        acknowledgement = Ringwatt_Control_Acknowledged()
        acknowledgement.step = UInt32(step)
        acknowledgement.account = account(of: priced)
        let end = priced.actual[plan.rank].end.attoseconds
        acknowledgement.clockHigh = UInt64(truncatingIfNeeded: end >> 64)
        acknowledgement.clockLow = UInt64(truncatingIfNeeded: end)
        executor!.start(list, step: step)
        var actions: [Action] = []
        if gathersWeights {
            actions += perform(executor!.signal(.group(.weights(pass: 0))))
        } else {
            isComputing = true
            actions.append(.compute(step: step, pass: nil, operations: operations))
            // A single rank has all weights at any time.
            if !isSharded {
                var signalled: Set<OperationGroup> = [.gradients]
                for operation in list where signalled.insert(operation.group).inserted {
                    actions += perform(executor!.signal(.group(operation.group)))
                }
            }
        }
        return actions + takeEarly()
    }

    /// Says that the gradients are reduced, and what they came to.
    mutating func acknowledge(step: Int, _ summary: GradientSummary) -> [Action] {
        switch summary {
        case .digest(let digest): acknowledgement.gradient = Data(digest)
        case .squareSum(let sum): acknowledgement.squareSum = sum
        }
        acknowledgement.traffic = takeTraffic()
        state = .acknowledged(step)
        return [say(.acknowledged(acknowledgement))]
    }

    /// Everyone agrees: the step is applied.
    mutating func committed(_ commit: Ringwatt_Control_Commit) -> [Action] {
        let step = Int(commit.step)
        guard state == .acknowledged(step), let plan else { return [] }
        guard isSharded else {
            state = .idle
            return [.apply(step: step, squareSums: [])]
        }
        guard commit.squareSums.count == plan.worldSize, commit.squareSums.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            return fail(
                "step \(step): the coordinator commits it with \(commit.squareSums.count) sums of squares for "
                    + "\(plan.worldSize) ranks, or with some that are none: start coordinator and workers of the same version"
            )
        }
        state = .updating(step)
        return [.apply(step: step, squareSums: commit.squareSums)]
    }

    struct Received: Sendable {
        let frame: GradientFrame
        let stamps: [Int128]
        let payload: Payload

        init(_ frame: GradientFrame, _ stamps: [Int128], _ payload: Payload) {
            self.frame = frame
            self.stamps = stamps
            self.payload = payload
        }
    }

    /// Takes the frames of the present step that came before it began.
    mutating func takeEarly() -> [Action] {
        let waiting = early
        early = []
        return waiting.flatMap { $0.frame.step == position ? received($0) : [] }
    }

    mutating func received(_ item: Received) -> [Action] {
        let frame = item.frame
        guard position == frame.step, executor?.step == position else {
            // A peer may be one step ahead of this rank, never more: the commit needs every rank.
            if frame.step == position + 1, early.count < Self.earlyLimit {
                early.append(item)
            } else {
                rejectedFrames["notExpected", default: 0] += 1
            }
            return []
        }
        do {
            let actions = try executor!.receive(
                MessageKey(operation: frame.operation, round: frame.round), sender: frame.sender,
                elements: frame.elements, stamps: item.stamps, payload: item.payload)
            traffic.payloadReceived += UInt64(frame.payloadBytes)
            traffic.framingReceived += Self.framingBytes(stamps: item.stamps.count)
            return perform(actions)
        } catch {
            rejectedFrames["\(error)", default: 0] += 1
            return []
        }
    }

    /// Frames that are kept for a step that this rank has not begun.
    private static var earlyLimit: Int { 4096 }

    private static func framingBytes(stamps: Int) -> UInt64 {
        UInt64(GradientFrameLayout.headerBytes + stamps * GradientFrameLayout.stampBytes)
    }

    mutating func perform(_ actions: [CollectiveExecutor<Payload>.Action]) -> [Action] {
        var list: [Action] = []
        for action in actions {
            switch action {
            case .send(let message):
                traffic.payloadSent += UInt64(message.elements.count * GradientFrameLayout.elementBytes)
                traffic.framingSent += Self.framingBytes(stamps: message.stamps.count)
                list.append(.sendFrame(step: position, message))
            case .combine(let content, let elements, let combine, let payload):
                list.append(.combine(content, elements: elements, combine, payload))
            case .complete(let group): list += completed(group)
            case .clockMismatch(let operation):
                return list
                    + fail(
                        "step \(position): the clocks carried by the messages of emulated collective \(operation) "
                            + "differ from the price; the workers do not run the same configuration or program")
            }
        }
        return list
    }

    private mutating func completed(_ group: OperationGroup) -> [Action] {
        switch group {
        case .gradients:
            hasReduced = true
            return summarizeIfDone(step: position)
        case .weights(let pass):
            if case .evaluating(let isFinal) = state {
                isComputing = true
                return [.evaluate(isFinal: isFinal)]
            }
            guard gathersWeights, let operations else { return [] }
            isComputing = true
            return [.compute(step: position, pass: pass, operations: operations)]
        case .updatedWeights: return becomeIdle()
        }
    }

    func summarizeIfDone(step: Int) -> [Action] {
        hasComputed && hasReduced ? [.summarizeGradient(step: step)] : []
    }

    /// What was sent and received since it was last told.
    mutating func takeTraffic() -> Ringwatt_Control_Traffic {
        defer { traffic = Ringwatt_Control_Traffic() }
        return traffic
    }

    mutating func fail(_ reason: String) -> [Action] { handle(.failed(reason), now: .zero) }
}
