package import Coordination
package import Digests
package import TensorKernels
package import Units

/// A whole cluster in one process: the same state machines as in processes, an honest in-memory transport between them.
///
/// Control messages and gradient frames go through the same codecs as on the wire. Delivery is deterministic; seeded
/// faults can drop, repeat and delay messages. Time moves only when nothing is left to deliver.
package struct InMemoryCluster {
    /// What the transport does to messages, each as a probability in billionths.
    package struct Faults: Sendable {
        package var dropFrame = Ratio.zero
        package var duplicateFrame = Ratio.zero
        package var delayFrame = Ratio.zero
        package var corruptFrame = Ratio.zero
        package var duplicateControl = Ratio.zero
        package var seed: UInt64 = 0
        package init() {}
    }

    /// Where a test may stop a worker.
    package struct Kill: Sendable {
        package let rank: Int
        package let step: Int
        package init(rank: Int, step: Int) {
            self.rank = rank
            self.step = step
        }
    }

    package private(set) var coordinator: CoordinatorMachine
    package private(set) var outcome: RunOutcome?
    package private(set) var notes: [String] = []
    package private(set) var exits: [WorkerExit?]
    private var workers: [InMemoryWorker]
    private let faults: Faults
    private let kill: Kill?
    private var deliveries: [Delivery] = []
    private var now: Duration = .zero
    private var messageCount: UInt64 = 0

    private enum Delivery {
        case toCoordinator(from: Int, [UInt8])
        case toWorker(Int, [UInt8])
        case frame(to: Int, InMemoryFrame)
        case event(Int, WorkerMachine<ReceivedPayload>.Event)
        case disconnect(Int)
    }

    /// - Parameter order: the order in which the workers come; rank r is played by the r-th of them.
    package init(
        plan: RunPlan, faults: Faults = Faults(), kill: Kill? = nil, kernels: Kernels = .current, order: [Int]? = nil
    ) {
        coordinator = CoordinatorMachine(plan: plan)
        self.faults = faults
        self.kill = kill
        let count = order?.count ?? plan.worldSize
        workers = (0..<count).map { index in
            InMemoryWorker(index: index, softwareVersion: plan.softwareVersion, kernels: kernels)
        }
        exits = [WorkerExit?](repeating: nil, count: count)
        for index in order ?? Array(0..<count) { apply(workers[index].machine.handle(.tick, now: now), of: index) }
    }

    /// Runs until the coordinator has ended and every worker has left.
    ///
    /// - Parameter limit: virtual time of the hosts after which a hang is given up.
    package mutating func run(limit: Duration = .seconds(600)) throws(InMemoryHang) -> RunOutcome {
        while outcome == nil || exits.contains(where: { $0 == nil }) {
            while !deliveries.isEmpty { deliver(deliveries.removeFirst()) }
            if outcome != nil, !exits.contains(where: { $0 == nil }) { break }
            now += .milliseconds(250)
            guard now < limit else { throw InMemoryHang() }
            apply(coordinator.handle(.tick, now: now))
            for index in workers.indices where exits[index] == nil {
                apply(workers[index].machine.handle(.tick, now: now), of: index)
            }
        }
        return outcome!
    }

    /// Digest of a worker's weights; `nil` if it never built a replica.
    package func weights(of index: Int) -> Digest128? { workers[index].replica?.weightsDigest }

    /// Frames that a worker did not take.
    package func droppedFrames(of index: Int) -> Int {
        workers[index].drops.total + workers[index].machine.rejectedFrames.values.reduce(0, +)
    }

    private mutating func deliver(_ delivery: Delivery) {
        switch delivery {
        case .toCoordinator(let index, let bytes):
            guard let message = try? ControlMessage(decoding: bytes) else { return }
            apply(coordinator.handle(.message(from: WorkerID([UInt8(index)]), message), now: now))
        case .toWorker(let index, let bytes):
            guard exits[index] == nil, let message = try? ControlMessage(decoding: bytes) else { return }
            handle(.control(message), of: index)
        case .frame(let index, let frame):
            guard exits[index] == nil, let event = workers[index].decode(frame) else { return }
            handle(event, of: index)
        case .event(let index, let event): handle(event, of: index)
        case .disconnect(let index):
            apply(coordinator.handle(.disconnected(WorkerID([UInt8(index)])), now: now))
        }
    }

    private mutating func handle(_ event: WorkerMachine<ReceivedPayload>.Event, of index: Int) {
        guard exits[index] == nil else { return }
        apply(workers[index].machine.handle(event, now: now), of: index)
    }

    private mutating func apply(_ actions: [CoordinatorMachine.Action]) {
        for action in actions {
            switch action {
            case .send(let worker, let message):
                post(.toWorker(Int(worker.value[0]), message.encoded), isControl: true)
            case .note(let text): notes.append(text)
            case .end(let outcome): self.outcome = outcome
            case .gathered, .evaluated, .committed: break
            }
        }
    }

    private mutating func apply(_ actions: [WorkerMachine<ReceivedPayload>.Action], of index: Int) {
        for action in actions {
            switch action {
            case .send(let message): post(.toCoordinator(from: index, message.encoded), isControl: true)
            case .sendFrame(let step, let message):
                if let kill, kill.step == step, workers[index].machine.rank == kill.rank {
                    exits[index] = .failed("killed by the test")
                    deliveries.append(.disconnect(index))
                    return
                }
                let frame = workers[index].encode(message, step: step)
                let receiver = workers.firstIndex { $0.machine.rank == message.peer }
                if let receiver { post(frame, to: receiver) }
            case .exit(let reason): exits[index] = reason
            default:
                for event in workers[index].perform(action) { deliveries.append(.event(index, event)) }
            }
        }
    }

    private mutating func isHit(_ probability: Ratio, kind: UInt64) -> Bool {
        messageCount += 1
        return Int64(SplitHash.bits(faults.seed, kind, messageCount) % UInt64(Ratio.scale)) < probability.count
    }

    private mutating func post(_ delivery: Delivery, isControl: Bool) {
        deliveries.append(delivery)
        if isHit(faults.duplicateControl, kind: 1) { deliveries.append(delivery) }
    }

    private mutating func post(_ frame: InMemoryFrame, to index: Int) {
        if isHit(faults.dropFrame, kind: 2) { return }
        var frame = frame
        if isHit(faults.corruptFrame, kind: 3) { frame.corrupt(at: Int(messageCount)) }
        let isDelayed = isHit(faults.delayFrame, kind: 4)
        if isDelayed, !deliveries.isEmpty {
            // It overtakes all that waits, so that everything else is late by one.
            deliveries.insert(.frame(to: index, frame), at: 0)
        } else {
            deliveries.append(.frame(to: index, frame))
        }
        if isHit(faults.duplicateFrame, kind: 5) { deliveries.append(.frame(to: index, frame)) }
    }
}

/// A cluster in memory that did not come to an end.
package struct InMemoryHang: Error, CustomStringConvertible {
    package let description = "the cluster in memory neither ended nor failed"
}
