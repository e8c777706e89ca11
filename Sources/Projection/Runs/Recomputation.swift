internal import Units

/// Which activations the backward pass computes again in place of keeping them: a choice that a run's authors state.
package enum Recomputation: String, CaseIterable, Sendable {
    /// All are kept.
    case none
    /// Those of attention scores only: cheap to compute and large to keep.
    case selective
    /// All of them: a second forward pass.
    case full
}

extension TrainingWork {
    /// Hardware FLOPs over model FLOPs, at least 1.
    ///
    /// - none: 1
    /// - selective: attention scores once more, as Korthikanti et al. 2022 (arXiv:2205.05198) count them (41.5 and 43.7 %
    ///   at 22B); 1.02 without a shape
    /// - full: 4/3, a forward pass of two FLOPs beside the four of a backward pass and the two of the first forward
    package func hardwareRatio(_ recomputation: Recomputation) -> Double {
        switch recomputation {
        case .none: 1
        case .selective:
            shape == nil ? 1.02 : Double(flops.count + attentionFLOPs.count) / Double(flops.count)
        case .full: 4.0 / 3
        }
    }
}
