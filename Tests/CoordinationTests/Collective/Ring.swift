import ClusterModel
import Collectives
import Coordination
import Emulation
import TestSupport

/// The executors of all ranks with a gradient each, and the messages that are on their way.
struct Ring {
    typealias Executor = CollectiveExecutor<[Float]>

    /// A message under way.
    struct Letter {
        let from: Int
        let to: Int
        let key: MessageKey
        let elements: Range<Int>
        let stamps: [Int128]
        let payload: [Float]
    }

    let job: EmulatedJob
    let operations: StepOperations
    private var clocks: [ClusterClock]
    var executors: [Executor]
    var gradients: [[Float]]
    var letters: [Letter] = []
    /// By rank: steps completed, and clock mismatches.
    var completions: [Int]
    var mismatches = 0

    /// - Parameter elements: length of the trained gradient.
    init(nodes: Int, elements: Int, algorithm: CollectiveChoice.Algorithm = .ring) {
        var fixture = Fixture(nodes: nodes)
        fixture.collective = CollectiveChoice(algorithm: algorithm, groupSize: 1 + nodes / 3, segments: 3)
        // More emulated buckets than the eight real ones.
        fixture.bucketSize = quantity("30 kB")
        fixture.firstBucketSize = quantity("3 kB")
        fixture.jitter = quantity("5 %")
        fixture.link = quantity("1 Gb/s")
        let job = EmulatedJob(cluster: fixture.cluster)
        self.job = job
        operations = StepOperations(job: job, trainedElements: elements)
        clocks = [ClusterClock](repeating: ClusterClock(job: job), count: nodes)
        executors = (0..<nodes).map { Executor(job: job, rank: $0) }
        gradients = (0..<nodes).map { rank in (0..<elements).map { Float($0 % 17) * 0.37 + Float(rank) * 1.1 } }
        completions = [Int](repeating: 0, count: nodes)
    }

    /// Every rank takes up the step.
    mutating func start(step: Int) {
        for rank in executors.indices {
            let (_, list) = operations.next(clock: &clocks[rank], rank: rank, step: step)
            executors[rank].start(list, step: step)
        }
    }

    mutating func fill(bucket: Int, rank: Int) { perform(executors[rank].signal(.bucket(bucket)), rank: rank) }

    mutating func deliver(_ letter: Letter) throws(Executor.Rejection) {
        let actions = try executors[letter.to].receive(
            letter.key, sender: letter.from, elements: letter.elements, stamps: letter.stamps, payload: letter.payload)
        perform(actions, rank: letter.to)
    }

    private mutating func perform(_ actions: [Executor.Action], rank: Int) {
        for action in actions {
            switch action {
            case .send(let message):
                letters.append(
                    Letter(
                        from: rank, to: message.peer, key: message.key, elements: message.elements,
                        stamps: message.stamps, payload: Array(gradients[rank][message.elements])))
            case .combine(_, let elements, let combine, let payload):
                for (index, value) in zip(elements, payload) {
                    gradients[rank][index] = combine == .add ? gradients[rank][index] + value : value
                }
            case .complete: completions[rank] += 1
            case .clockMismatch: mismatches += 1
            }
        }
    }

    /// Plays what was started to its end, taking buckets and letters in an order drawn from `source`.
    mutating func play(in source: inout SeededBytes) throws(Executor.Rejection) {
        var filled = [Int](repeating: 0, count: executors.count)
        while true {
            let unfilled = filled.indices.filter { filled[$0] < operations.realBuckets.count }
            let choices = unfilled.count + letters.count
            guard choices > 0 else { return }
            let choice = Int.random(in: 0..<choices, using: &source)
            if choice < unfilled.count {
                let rank = unfilled[choice]
                filled[rank] += 1
                fill(bucket: filled[rank] - 1, rank: rank)
            } else {
                try deliver(letters.remove(at: choice - unfilled.count))
            }
        }
    }

    /// What the schedule makes of `gradients` in one memory.
    var reference: [[Float]] {
        var result = gradients
        for bucket in operations.realBuckets.ranges {
            let moved = { (range: Range<Int>) in
                bucket.lowerBound + range.lowerBound..<bucket.lowerBound + range.upperBound
            }
            job.schedule.play(
                elements: bucket.count, read: { Array(result[$0][moved($1)]) },
                combine: { rank, range, combine, payload in
                    for (index, value) in zip(moved(range), payload) {
                        result[rank][index] = combine == .add ? result[rank][index] + value : value
                    }
                })
        }
        return result
    }
}
