internal import ClusterModel
internal import Collectives
package import Coordination
package import Digests
package import Emulation
internal import Language
package import NeuralNetwork
package import TensorKernels

/// One rank's copy of the trained model with its optimiser and its share of the text.
///
/// It belongs to one thread at a time, but for the gradients: the communication thread reads and combines full buckets
/// while the backward pass writes others.
package final class Replica {
    package let plan: WorkerPlan
    package let job: EmulatedJob
    package let transformer: Transformer
    let kernels: Kernels
    let optimizer: any Optimizer
    let learningRate: LearningRateSchedule
    /// By virtual rank; empty for a process that plays one.
    let microGradients: [FlatBuffer]
    var batch: Batch
    private let sampler: BatchSampler
    private let shards: [any TokenSource]
    private let validation: any TokenSource
    private let windows: ValidationWindows
    /// How the virtual ranks of this process all-reduce.
    let virtualSchedule: any CollectiveSchedule
    /// How the real buckets' elements are shared out among all ranks of the run, real or virtual.
    let shardLayout: ShardLayout
    /// The ranges that this rank brings up to date; the rest is others' to do.
    let ownedRanges: [Range<Int>]
    /// True if it has the weights of others only while it uses them.
    let isFullySharded: Bool
    /// What the passes of a fully sharded step have come to so far.
    var shardedStep: ShardedStep?
    /// Of a rank in a step.
    let microBatches: Int
    private let globalTokens: Int
    package private(set) var checkpointBytes: Int64 = 0

    /// - Parameters:
    ///   - training: the tokens of all shards that this process trains on, one behind the other.
    ///   - validation: all validation tokens.
    ///   - store: keeps a shard where it is read from.
    package init(
        plan: WorkerPlan, training: [UInt8], validation: [UInt8], kernels: Kernels = .current, store: ShardStore
    ) throws(ReplicaError) {
        let trained = plan.cluster.workload.trained
        self.plan = plan
        self.kernels = kernels
        job = EmulatedJob(cluster: plan.cluster, virtualRanks: plan.virtualRanks)
        do {
            let configuration = TransformerConfiguration(
                contextLength: trained.context, layers: trained.layers, heads: trained.heads, width: trained.width)
            transformer = try Transformer(configuration: configuration, seed: trained.seed, kernels: kernels)
            let ranges = try ShardPlan(
                tokenCount: training.count, worldSize: plan.virtualRanks, contextLength: trained.context
            ).ranges
            shards = try ranges.enumerated().map { index, range in
                try store.keep(training[range], named: "training-\(plan.rank + index)")
            }
            self.validation = try store.keep(validation[...], named: "validation-\(plan.rank)")
            windows = try ValidationWindows(
                tokenCount: validation.count, contextLength: trained.context,
                maximumWindows: trained.validationWindows)
        } catch {
            throw ReplicaError(error)
        }
        optimizer = Self.optimizer(trained, layout: transformer.layout, kernels: kernels)
        learningRate = LearningRateSchedule(
            peak: trained.learningRate, floor: trained.minimumLearningRate, warmUpSteps: trained.warmupSteps,
            totalSteps: trained.steps)
        let elements = transformer.parameters.count
        microGradients = plan.virtualRanks == 1 ? [] : (0..<plan.virtualRanks).map { _ in FlatBuffer(count: elements) }
        batch = Batch(capacity: trained.microBatch, contextLength: trained.context)
        sampler = BatchSampler(seed: trained.seed, contextLength: trained.context)
        virtualSchedule = job.schedule(ofRanks: plan.virtualRanks)
        shardLayout = ShardLayout(
            buckets: StepOperations(job: job, trainedElements: elements).realBuckets, shards: plan.shardCount)
        isFullySharded = plan.cluster.shardingOverNodes == .fsdp
        ownedRanges = plan.cluster.shardingOverNodes == .none ? [0..<elements] : shardLayout.ranges(of: plan.rank)
        microBatches = plan.cluster.workload.represented.gradientAccumulation
        globalTokens = trained.microBatch * trained.context * microBatches * plan.shardCount
    }

    private static func optimizer(
        _ trained: TrainedWorkload, layout: ParameterLayout, kernels: Kernels
    ) -> any Optimizer {
        switch trained.optimizer {
        case .sgd:
            SGD(
                parameterCount: layout.count, momentum: Float(trained.momentum),
                weightDecay: Float(trained.weightDecay), kernels: kernels)
        case .adamw:
            AdamW(
                layout: layout, beta1: Float(trained.beta1), beta2: Float(trained.beta2),
                weightDecay: Float(trained.weightDecay), kernels: kernels)
        }
    }

    /// The number of parameters that are really trained.
    package var parameterCount: Int { transformer.parameters.count }

    /// Digest of the weights: replicas must agree on it after every step.
    package var weightsDigest: Digest128 { transformer.parameters.withUnsafeBytes { Digest128(of: $0) } }

    /// Bytes really read from shards so far.
    package var bytesRead: Int64 { shards.reduce(0) { $0 + $1.bytesReadSoFar } + validation.bytesReadSoFar }

    /// Draws a micro-batch of a virtual rank: the same one whichever process plays it.
    func sample(step: Int, virtualRank: Int, microBatch: Int) throws(ReplicaError) {
        let first = microBatch * batch.capacity
        do {
            try sampler.fill(
                &batch, step: step, rank: plan.rank + virtualRank, sequences: first..<first + batch.capacity,
                from: shards[virtualRank])
        } catch {
            throw ReplicaError(error)
        }
    }

    /// Gradients of the batch, scaled so that their sum over all ranks is that of the mean loss over the global batch.
    func forwardBackward(onGradientsReady: (Range<Int>) -> Void) throws(ReplicaError) -> Double {
        do {
            return try transformer.forwardBackward(
                inputs: batch.inputs, targets: batch.targets, batch: batch.sequences,
                lossScale: 1 / Float(globalTokens), onGradientsReady: onGradientsReady)
        } catch {
            throw ReplicaError(error)
        }
    }

    /// The forward pass over the batch, its activations kept: Σ −log p in nats.
    func forward() throws(ReplicaError) -> Double {
        do {
            return try transformer.forward(inputs: batch.inputs, targets: batch.targets, batch: batch.sequences)
        } catch {
            throw ReplicaError(error)
        }
    }

    /// The backward pass of the last forward pass, scaled as in `forwardBackward`.
    func backward(onGradientsReady: (Range<Int>) -> Void) {
        transformer.backward(lossScale: 1 / Float(globalTokens), onGradientsReady: onGradientsReady)
    }

    /// What a rank finds in its share of the validation windows.
    package struct Evaluation: Sendable {
        /// By virtual rank: Σ −log p in nats.
        package let lossSums: [Double]
        /// Of all virtual ranks.
        package let tokens: Int
        /// Digest of the weights.
        package let weights: Digest128
    }

    /// Evaluates this process's share of the validation windows.
    ///
    /// - Parameter isFinal: no step follows, and the weights are kept whole.
    package func evaluate(isFinal: Bool) throws(ReplicaError) -> Evaluation {
        var lossSums: [Double] = []
        var tokens = 0
        do {
            for virtualRank in 0..<plan.virtualRanks {
                var sum = 0.0
                var first = 0
                while true {
                    let count = try windows.fill(
                        &batch, from: first, rank: plan.rank + virtualRank, worldSize: plan.shardCount, of: validation)
                    if count == 0 { break }
                    sum += try transformer.loss(inputs: batch.inputs, targets: batch.targets, batch: count)
                    tokens += batch.inputs.count
                    first += count
                }
                lossSums.append(sum)
            }
        } catch {
            throw ReplicaError(error)
        }
        let weights = weightsDigest
        if !isFinal { wipeForeignWeights() }
        return Evaluation(lossSums: lossSums, tokens: tokens, weights: weights)
    }

    /// Rank 0 writes the trained model and its optimiser's state, or every rank its shard of them; nothing is written
    /// where there is no folder for it.
    package func writeCheckpoint(step: Int) throws(ReplicaError) {
        guard !plan.checkpointDirectory.isEmpty else { return }
        let path = "\(plan.checkpointDirectory)/step-\(step)"
        do {
            if plan.cluster.shardingOverNodes == .none {
                let checkpoint = Checkpoint(model: transformer, optimizer: optimizer, step: step)
                checkpointBytes += try Int64(checkpoint.write(to: "\(path).checkpoint"))
            } else {
                let shard = CheckpointShard(
                    model: transformer, optimizer: optimizer, step: step, shard: plan.rank, shards: plan.worldSize,
                    ranges: ownedRanges)
                checkpointBytes += try Int64(shard.write(to: "\(path).rank-\(plan.rank).checkpoint"))
            }
        } catch {
            throw ReplicaError(error)
        }
    }
}

/// Why a replica cannot go on; the text names what, where and what to do.
package struct ReplicaError: Error, CustomStringConvertible, Sendable {
    package let description: String

    init(_ error: any Error) { description = "\(error)" }
}
