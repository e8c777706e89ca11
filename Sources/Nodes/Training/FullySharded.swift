package import Collectives
internal import Coordination
internal import Digests
internal import Language
internal import NeuralNetwork
internal import TensorKernels

/// What the passes of a fully sharded training step have come to so far.
struct ShardedStep {
    /// Digest of the weights that were gathered for the first pass.
    let weights: Digest128
    /// Σ −log p in nats.
    var lossSum = 0.0
}

/// The training step of a rank that has the weights of others only while it uses them: pass by pass, each with weights
/// that were gathered for it and are wiped after it.
extension Replica {
    /// Computes one pass: of each micro-batch the forward pass, then the backward pass. `onBucket` is called during the
    /// last one for every bucket that is full.
    ///
    /// - Returns: what the step came to, after its last pass.
    package func computePass(
        _ pass: Int, step: Int, buckets: BucketPlan, onBucket: (Int) -> Void
    ) throws(ReplicaError) -> Gradients? {
        if pass == 0 {
            shardedStep = ShardedStep(weights: weightsDigest)
            transformer.zeroGradients()
        }
        guard pass % 2 == 1 else {
            try sample(step: step, virtualRank: 0, microBatch: pass / 2)
            shardedStep!.lossSum += try forward()
            wipeForeignWeights()
            return nil
        }
        let isLast = pass == 2 * microBatches - 1
        var fill = BucketFill(buckets)
        backward { range in
            if isLast { fill.gradientsReady(range).forEach(onBucket) }
        }
        wipeForeignWeights()
        guard isLast, let done = shardedStep else { return nil }
        return Gradients(
            weights: done.weights, lossSums: [done.lossSum], tokens: batch.inputs.count * microBatches)
    }

    /// Wipes the weights that other ranks own, so that whoever uses them without gathering them gets no number.
    func wipeForeignWeights() {
        guard isFullySharded else { return }
        for shard in 0..<shardLayout.shards where shard != plan.rank {
            for range in shardLayout.ranges(of: shard) {
                transformer.parameters.withUnsafeMutableBuffer(range) { $0.update(repeating: .nan) }
            }
        }
    }
}
