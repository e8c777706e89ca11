import ClusterModel
import Coordination
import Emulation
import Foundation
import TestSupport

/// A worker machine of a cluster of two, with what it asked its surroundings for; the test plays everyone else.
struct LoneWorker {
    typealias Machine = WorkerMachine<[Float]>

    let plan: RunPlan
    var machine: Machine
    var now: Duration = .zero
    private(set) var said: [ControlBody] = []
    private(set) var frames: [(step: Int, key: MessageKey, bucket: Int, elements: Range<Int>, stamps: [Int128])] = []
    private(set) var applied: [Int] = []
    private(set) var checkpoints: [Int] = []
    private(set) var computing: [Int] = []
    private(set) var digesting: [Int] = []
    private(set) var combined: [[Float]] = []
    private(set) var isBuilt = false
    private(set) var exit: WorkerExit?

    init() throws {
        plan = try TinyRun.plan(nodes: 2)
        machine = Machine(hello: Ringwatt_Control_Hello())
    }

    /// Parameters of the model that the test pretends to train.
    static let parameters = 40

    mutating func tell(_ event: Machine.Event) {
        for action in machine.handle(event, now: now) {
            switch action {
            case .send(let message): said.append(message.body)
            case .sendFrame(let step, let message):
                frames.append((step, message.key, message.bucket, message.elements, message.stamps))
            case .apply(let step, _): applied.append(step)
            case .compute(let step, _, _): computing.append(step)
            case .summarizeGradient(let step): digesting.append(step)
            case .combine(_, _, _, let payload): combined.append(payload)
            case .build: isBuilt = true
            case .exit(let reason): exit = reason
            case .writeCheckpoint(let step): checkpoints.append(step)
            case .connect, .evaluate, .collectFinalWords: break
            }
        }
    }

    mutating func hear(_ body: ControlBody, run: UInt64? = nil, generation: UInt32? = nil) {
        tell(
            .control(
                ControlMessage(run: run ?? plan.run, generation: generation ?? plan.generation, body: body)))
    }

    mutating func begin(_ step: Int, run: UInt64? = nil) {
        var begin = Ringwatt_Control_Begin()
        begin.step = UInt32(step)
        hear(.begin(begin), run: run)
    }

    mutating func commit(_ step: Int) {
        var commit = Ringwatt_Control_Commit()
        commit.step = UInt32(step)
        hear(.commit(commit))
    }

    /// What the coordinator tells this rank when the run begins, the data in pieces.
    static func welcome(rank: Int, plan: RunPlan) -> [ControlBody] {
        var coordinator = CoordinatorMachine(plan: plan)
        var bodies: [ControlBody] = []
        for index in 0..<plan.worldSize {
            var hello = Ringwatt_Control_Hello()
            hello.softwareVersion = plan.softwareVersion
            let event = CoordinatorMachine.Event.message(
                from: WorkerID([UInt8(index)]), ControlMessage(run: 0, generation: 0, body: .hello(hello)))
            for case .send(let worker, let message) in coordinator.handle(event, now: .zero)
            where worker == WorkerID([UInt8(rank)]) { bodies.append(message.body) }
        }
        return bodies
    }

    /// A worker that has its replica and waits for its first step.
    static func ready(rank: Int) throws -> LoneWorker {
        var worker = try LoneWorker()
        for body in welcome(rank: rank, plan: worker.plan) { worker.hear(body) }
        worker.tell(.built(weights: [1], parameters: parameters))
        return worker
    }

    /// Fills all buckets of a step and reports its loss.
    mutating func compute(_ step: Int) {
        for bucket in 0..<plan.cluster.workload.trained.realBuckets { tell(.bucketReady(step: step, bucket: bucket)) }
        tell(.computed(step: step, lossSums: [8], tokens: 32, weights: [1]))
    }

    /// Takes a frame that the other rank has sent.
    mutating func take(_ frame: (step: Int, key: MessageKey, bucket: Int, elements: Range<Int>, stamps: [Int128])) {
        let rank = machine.rank ?? 0
        tell(
            .frame(
                GradientFrame(
                    runID: plan.run, generation: plan.generation, sender: 1 - rank, receiver: rank, step: frame.step,
                    bucket: frame.bucket, operation: frame.key.operation, round: frame.key.round, sequence: 0,
                    elements: frame.elements, content: frame.elements.isEmpty ? .clocksOnly : .gradient),
                stamps: frame.stamps, [Float](repeating: 1, count: frame.elements.count)))
    }

    /// What it has said of checkpoints out of turn.
    var written: [Ringwatt_Control_Checkpointed] {
        said.compactMap { if case .checkpointed(let message) = $0 { message } else { nil } }
    }

    /// The acknowledgements that it has sent.
    var acknowledgements: [Ringwatt_Control_Acknowledged] {
        said.compactMap { if case .acknowledged(let message) = $0 { message } else { nil } }
    }
}

/// Both workers of a cluster of two: frames travel when the test says so.
struct Pair {
    var workers: [LoneWorker]
    /// By rank, how many of its frames have been delivered.
    private var delivered = [0, 0]

    init() throws { workers = [try LoneWorker.ready(rank: 0), try LoneWorker.ready(rank: 1)] }

    /// Delivers all frames, and those that they lead to.
    mutating func exchange() {
        var isMoving = true
        while isMoving {
            isMoving = false
            for rank in 0..<2 where delivered[rank] < workers[rank].frames.count {
                let frame = workers[rank].frames[delivered[rank]]
                delivered[rank] += 1
                workers[1 - rank].take(frame)
                isMoving = true
            }
        }
    }
}
