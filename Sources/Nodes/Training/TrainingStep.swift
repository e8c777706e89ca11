internal import ClusterModel
package import Collectives
package import Coordination
package import Digests
internal import Emulation
internal import Language
internal import NeuralNetwork
internal import TensorKernels

/// One training step of one rank, from top to bottom: batch → loss → gradients → buckets → all-reduce → update.
///
/// Where the rest of the step happens: `WorkerMachine` decides when each part runs, `CollectiveExecutor` all-reduces the
/// buckets while the backward pass still fills others, and `ClusterClock` says what the step takes on the emulated
/// cluster, which `StepAccount` turns into energy. Nothing here knows of time or energy.
extension Replica {
    /// What a rank knows of a step before the gradients are reduced.
    package struct Gradients: Sendable {
        /// Digest of the weights that the gradients were computed with.
        package let weights: Digest128
        /// By virtual rank: Σ −log p in nats.
        package let lossSums: [Double]
        package let tokens: Int
    }

    /// Batch → loss → gradients → buckets. `onBucket` is called, during the backward pass, for every bucket that is full.
    package func computeGradients(
        step: Int, buckets: BucketPlan, onBucket: (Int) -> Void
    ) throws(ReplicaError) -> Gradients {
        let weights = weightsDigest
        var fill = BucketFill(buckets)
        var lossSums: [Double] = []
        for virtualRank in 0..<plan.virtualRanks {
            transformer.zeroGradients()
            var loss = 0.0
            for microBatch in 0..<microBatches {
                try sample(step: step, virtualRank: virtualRank, microBatch: microBatch)
                loss += try forwardBackward { range in
                    // Gradients are final with the last micro-batch; those that are reduced in this process fill no
                    // bucket until all of them are there.
                    guard microBatch == microBatches - 1, plan.virtualRanks == 1 else { return }
                    fill.gradientsReady(range).forEach(onBucket)
                }
            }
            lossSums.append(loss)
            if plan.virtualRanks > 1 { microGradients[virtualRank].all.copy(from: transformer.gradients.all) }
        }
        if plan.virtualRanks > 1 {
            reduceMicroGradients(buckets)
            for bucket in 0..<buckets.count { onBucket(bucket) }
        }
        return Gradients(
            weights: weights, lossSums: lossSums, tokens: batch.inputs.count * microBatches * plan.virtualRanks)
    }

    /// What there is to say of the reduced gradient: its digest, or of a shard the sum of its squares.
    package var gradientSummary: GradientSummary {
        guard plan.cluster.shardingOverNodes != .none else {
            return .digest(transformer.gradients.withUnsafeBytes { Digest128(of: $0) }.bytes)
        }
        return .squareSum(squareSum(ofShard: plan.rank))
    }

    /// Update: clip the reduced gradient by its global norm, step the optimiser on what the rank owns, and write the
    /// checkpoint that is due.
    ///
    /// The norm is summed shard by shard, whoever has them: every way to run the job gives its bits.
    ///
    /// - Parameter squareSums: Σ g² by rank, where ranks own shards; empty where this one has the whole gradient.
    package func apply(step: Int, squareSums: [Double] = []) throws(ReplicaError) {
        let squareSums = squareSums.isEmpty ? (0..<shardLayout.shards).map(squareSum) : squareSums
        let norm = GradientNorm.norm(squareSums: squareSums)
        let factor = GradientNorm.clippingFactor(norm: norm, maximum: plan.cluster.workload.trained.gradientClip)
        optimizer.beginStep()
        for range in ownedRanges {
            optimizer.update(
                range, parameters: transformer.parameters, gradients: transformer.gradients,
                learningRate: learningRate.rate(at: step - 1), gradientFactor: factor)
        }
        if job.writesCheckpoint(afterStep: step, rank: plan.rank) { try writeCheckpoint(step: step) }
    }

    private func squareSum(ofShard shard: Int) -> Double {
        GradientNorm.squareSum(of: shardLayout.ranges(of: shard), in: transformer.gradients, kernels: kernels)
    }

    /// All-reduces the virtual ranks' micro-gradients in memory, through the same schedule and cuts as N workers would:
    /// the result has the same bits.
    private func reduceMicroGradients(_ buckets: BucketPlan) {
        let schedule = virtualSchedule
        let mustCopy = schedule.overwritesSent
        for bucket in buckets.ranges {
            let elements = { (range: Range<Int>) in
                bucket.lowerBound + range.lowerBound..<bucket.lowerBound + range.upperBound
            }
            let combine = { (source: FloatSlice, target: FloatSlice, combine: Combine) in
                switch combine {
                case .add: self.kernels.add(source, to: target)
                case .copy: target.copy(from: source)
                }
            }
            if mustCopy {
                schedule.play(
                    elements: bucket.count,
                    read: { rank, range in
                        let copy = FlatBuffer(count: range.count)
                        copy.all.copy(from: FloatSlice(microGradients[rank], elements(range)))
                        return copy
                    },
                    combine: { combine($3.all, FloatSlice(microGradients[$0], elements($1)), $2) })
            } else {
                schedule.play(elements: bucket.count) { sender, receiver, range, how in
                    combine(
                        FloatSlice(microGradients[sender], elements(range)),
                        FloatSlice(microGradients[receiver], elements(range)), how)
                }
            }
        }
        transformer.gradients.all.copy(from: microGradients[0].all)
    }
}

/// Tells which buckets are full while the backward pass goes from the end of the flat gradient to its start.
struct BucketFill {
    private let buckets: BucketPlan
    private var finalFrom: Int
    private var next = 0

    init(_ buckets: BucketPlan) {
        self.buckets = buckets
        finalFrom = buckets.ranges.first?.upperBound ?? 0
    }

    /// The gradients of `range`, which ends where the last one began, are final; returns the buckets that are full now.
    mutating func gradientsReady(_ range: Range<Int>) -> Range<Int> {
        precondition(range.upperBound == finalFrom, "gradients become final from the end of the buffer to its start")
        finalFrom = range.lowerBound
        let first = next
        while next < buckets.count, buckets.ranges[next].lowerBound >= finalFrom { next += 1 }
        return first..<next
    }
}
