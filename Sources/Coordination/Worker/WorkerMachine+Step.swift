internal import Accounting
internal import ClusterModel
internal import Collectives
internal import Emulation
internal import Foundation
internal import Units

/// A step, as the worker's machine goes through it: begin, frames and full buckets in any order, acknowledge.
extension WorkerMachine {
    mutating func begin(step: Int) -> [Action] {
        guard state == .idle, let plan, let operations, var clock = clock else { return [] }
        state = .stepping(step)
        isComputing = true
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
        executor?.start(list, step: step)
        var actions: [Action] = [.compute(step: step, operations: operations)]
        let waiting = early
        early = []
        for item in waiting where item.frame.step == step { actions += received(item) }
        return actions
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

    mutating func received(_ item: Received) -> [Action] {
        let frame = item.frame
        guard case .stepping(let current) = state, current == frame.step, executor != nil else {
            // A peer may be one step ahead of this rank, never more: the commit needs every rank.
            if frame.step == nextStep, early.count < Self.earlyLimit {
                early.append(item)
            } else {
                rejectedFrames["notExpected", default: 0] += 1
            }
            return []
        }
        do {
            let actions = try executor!.receive(
                MessageKey(virtualBucket: frame.virtualBucket, round: frame.round), sender: frame.sender,
                elements: frame.elements, stamps: item.stamps, payload: item.payload)
            acknowledgement.traffic.payloadReceived += UInt64(frame.payloadBytes)
            acknowledgement.traffic.framingReceived += Self.framingBytes(stamps: item.stamps.count)
            return perform(actions, step: frame.step)
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

    /// The step whose frames may come before this rank is told to begin it.
    private var nextStep: Int {
        switch state {
        case .acknowledged(let step): step + 1
        default: Int(acknowledgement.step) + 1
        }
    }

    mutating func perform(_ actions: [CollectiveExecutor<Payload>.Action], step: Int) -> [Action] {
        var list: [Action] = []
        for action in actions {
            switch action {
            case .send(let message):
                acknowledgement.traffic.payloadSent +=
                    UInt64(message.elements.count * GradientFrameLayout.elementBytes)
                acknowledgement.traffic.framingSent += Self.framingBytes(stamps: message.stamps.count)
                list.append(.sendFrame(step: step, message))
            case .combine(let elements, let combine, let payload):
                list.append(.combine(elements: elements, combine, payload))
            case .complete:
                hasReduced = true
                list += digestIfDone(step: step)
            case .clockMismatch(let bucket):
                return list
                    + handle(
                        .failed(
                            "step \(step): the clocks carried by the messages of emulated bucket \(bucket) differ from "
                                + "the price; the workers do not run the same configuration or program"), now: .zero)
            }
        }
        return list
    }

    func digestIfDone(step: Int) -> [Action] {
        hasComputed && hasReduced ? [.digestGradient(step: step)] : []
    }
}
