package import Units

/// What is really trained and what it stands for.
package struct Workload: Hashable, Sendable {
    /// Really trained.
    package let trained: TrainedWorkload
    /// What the emulated cluster trains; the trained model itself when the file names no `represents`.
    package let represented: RepresentedWorkload

    /// From its parts; checks nothing.
    package init(
        trained: TrainedWorkload, represented: RepresentedWorkload
    ) {
        self.trained = trained
        self.represented = represented
    }
}

/// The real training: a small GPT-2-form model on real text.
package struct TrainedWorkload: Hashable, Sendable {
    /// SGD with momentum, or AdamW.
    package enum OptimizerKind: String, Hashable, Sendable, CaseIterable { case sgd, adamw }
    /// Transformer blocks.
    package var layers: Int
    /// Of the residual stream.
    package var width: Int
    /// Attention heads; they divide the width.
    package var heads: Int
    /// Tokens (bytes) a sequence.
    package var context: Int
    /// Sequences per rank and step.
    package var microBatch: Int
    /// Optimiser steps of the run.
    package var steps: Int
    /// Which update rule.
    package var optimizer: OptimizerKind
    /// Decimal figures of the optimiser; they steer the real training only.
    package var learningRate: Double
    /// Where the cosine decay ends.
    package var minimumLearningRate: Double
    /// Steps in which the rate rises from 0.
    package var warmupSteps: Int
    /// Of AdamW, decoupled.
    package var weightDecay: Double
    /// Of SGD.
    package var momentum: Double
    /// Decay of the first moment of AdamW.
    package var beta1: Double
    /// Decay of the second moment of AdamW.
    package var beta2: Double
    /// Largest global norm of the gradient.
    package var gradientClip: Double
    /// Share of the text that is kept for validation.
    package var validationFraction: Double
    /// Validation windows of `context` tokens at the most, over all ranks.
    package var validationWindows: Int
    /// Of initial weights, batches and all draws.
    package var seed: UInt64
    /// Real buckets that the gradient is cut into at the most (1…16).
    package var realBuckets: Int

    /// From its parts; checks nothing.
    package init(
        layers: Int, width: Int, heads: Int, context: Int, microBatch: Int, steps: Int, optimizer: OptimizerKind,
        learningRate: Double, minimumLearningRate: Double, warmupSteps: Int, weightDecay: Double, momentum: Double,
        beta1: Double, beta2: Double, gradientClip: Double, validationFraction: Double, validationWindows: Int,
        seed: UInt64, realBuckets: Int
    ) {
        self.layers = layers
        self.width = width
        self.heads = heads
        self.context = context
        self.microBatch = microBatch
        self.steps = steps
        self.optimizer = optimizer
        self.learningRate = learningRate
        self.minimumLearningRate = minimumLearningRate
        self.warmupSteps = warmupSteps
        self.weightDecay = weightDecay
        self.momentum = momentum
        self.beta1 = beta1
        self.beta2 = beta2
        self.gradientClip = gradientClip
        self.validationFraction = validationFraction
        self.validationWindows = validationWindows
        self.seed = seed
        self.realBuckets = realBuckets
    }
}

/// The emulated training.
package struct RepresentedWorkload: Hashable, Sendable {
    /// What a gradient element is sent as.
    package enum GradientType: String, Hashable, Sendable, CaseIterable {
        case fp32, bf16, fp16
        /// Bytes an element.
        package var width: Int { self == .fp32 ? 4 : 2 }
    }
    /// How gradients, optimiser state and weights are divided over the ranks.
    package enum Sharding: String, Hashable, Sendable, CaseIterable {
        /// Every rank has all of them: plain data parallel.
        case none
        /// The optimiser state.
        case zero1 = "zero-1"
        /// And the gradients.
        case zero2 = "zero-2"
        /// And the weights (ZeRO-3).
        case fsdp
    }
    /// Its shape.
    package let model: RepresentedModel
    /// Sequences per accelerator and step.
    package let microBatchPerAccelerator: Int
    /// What a gradient element is sent as.
    package let gradientType: GradientType
    /// Largest bucket of gradients.
    package let bucketSize: ByteCount
    /// Largest first bucket, small so that sending starts early.
    package let firstBucketSize: ByteCount
    /// Model FLOPs utilisation: model FLOPs over (peak × time) of forward and backward pass.
    package let mfu: Estimate<Ratio>
    /// Bytes the optimiser moves through the accelerator's memory per parameter and step.
    package let optimizerBytesPerParameter: Int
    /// Bytes of weights, gradients and optimiser state resident per parameter.
    package let residentBytesPerParameter: Int
    /// Bytes of a checkpoint per parameter.
    package let checkpointBytesPerParameter: Int
    /// A checkpoint after every so many steps; 0 for none.
    package let checkpointInterval: Int
    /// Stored bytes of one token.
    package let bytesPerToken: Int
    /// Sequences of one evaluation, over the whole cluster; 0 for none booked.
    package let evaluationSequences: Int
    /// Micro-batches of a step that are accumulated before the gradients are reduced.
    package let gradientAccumulation: Int
    /// True if collectives run beside compute: buckets are reduced as the backward pass fills them, and units of weights
    /// gathered ahead; false if only when compute needs them or is done.
    package let overlap: Bool
    /// The share by which an accelerator computes slower while communication runs beside it.
    package let overlapSlowdown: Estimate<Ratio>
    /// What is divided over the ranks.
    package let sharding: Sharding

    /// From its parts; checks nothing.
    package init(
        model: RepresentedModel, microBatchPerAccelerator: Int, gradientType: GradientType, bucketSize: ByteCount,
        firstBucketSize: ByteCount, mfu: Estimate<Ratio>, optimizerBytesPerParameter: Int,
        residentBytesPerParameter: Int, checkpointBytesPerParameter: Int, checkpointInterval: Int, bytesPerToken: Int,
        evaluationSequences: Int, gradientAccumulation: Int = 1, overlap: Bool = true,
        overlapSlowdown: Estimate<Ratio> = Self.noSlowdown, sharding: Sharding = .none
    ) {
        self.model = model
        self.microBatchPerAccelerator = microBatchPerAccelerator
        self.gradientType = gradientType
        self.bucketSize = bucketSize
        self.firstBucketSize = firstBucketSize
        self.mfu = mfu
        self.optimizerBytesPerParameter = optimizerBytesPerParameter
        self.residentBytesPerParameter = residentBytesPerParameter
        self.checkpointBytesPerParameter = checkpointBytesPerParameter
        self.checkpointInterval = checkpointInterval
        self.bytesPerToken = bytesPerToken
        self.evaluationSequences = evaluationSequences
        self.gradientAccumulation = gradientAccumulation
        self.overlap = overlap
        self.overlapSlowdown = overlapSlowdown
        self.sharding = sharding
    }

    /// Communication beside it does not slow compute.
    package static let noSlowdown = Estimate<Ratio>(
        name: "overlap_slowdown", low: .zero, central: .zero, high: .zero, source: "none is assumed", year: 2026,
        confidence: .configured)
}

/// A GPT-2-form decoder by its shape.
package struct RepresentedModel: Hashable, Sendable {
    /// In the catalog, or as the file calls it.
    package let name: String
    /// Transformer blocks.
    package let layers: Int
    /// Of the residual stream.
    package let width: Int
    /// Attention heads; they divide the width.
    package let heads: Int
    /// Rows of the token embedding.
    package let vocabulary: Int
    /// Tokens a sequence.
    package let context: Int

    /// From its parts; checks nothing.
    package init(name: String, layers: Int, width: Int, heads: Int, vocabulary: Int, context: Int) {
        self.name = name
        self.layers = layers
        self.width = width
        self.heads = heads
        self.vocabulary = vocabulary
        self.context = context
    }
}
