/// What a rank says of the reduced gradient.
package enum GradientSummary: Sendable, Equatable {
    /// It has the whole.
    case digest([UInt8])
    /// It has a shard: Σ g² of it.
    case squareSum(Double)
}
