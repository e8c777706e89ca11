package import Units

/// Gives every estimate a value: the central one, a bound, or a draw. One name always gets one value.
package protocol ConstantValues {
    func value<Q: Quantity>(of estimate: Estimate<Q>) -> Q
}

/// The central value of everything: what is booked.
package struct CentralValues: ConstantValues, Sendable {
    package init() {}
    package func value<Q: Quantity>(of estimate: Estimate<Q>) -> Q { estimate.central }
}

/// Gives central values and keeps a list of what was asked for, in the order of first asking.
package final class ConstantRecorder: ConstantValues {
    /// One constant that entered a result.
    package struct Record: Hashable, Sendable {
        package let name: String
        package let low: String
        package let central: String
        package let high: String
        package let source: String
        package let year: Int
        package let confidence: Confidence
        /// True if the low end differs from the central value.
        package let lowDiffers: Bool
        /// True if the high end differs from the central value.
        package let highDiffers: Bool
        /// True if low and high differ.
        package var isUncertain: Bool { lowDiffers || highDiffers }
    }

    package private(set) var records: [Record] = []
    private var names: Set<String> = []

    package init() {}

    package func value<Q: Quantity>(of estimate: Estimate<Q>) -> Q {
        if names.insert(estimate.name).inserted {
            records.append(
                Record(
                    name: estimate.name, low: estimate.low.formatted(), central: estimate.central.formatted(),
                    high: estimate.high.formatted(), source: estimate.source, year: estimate.year,
                    confidence: estimate.confidence, lowDiffers: estimate.low < estimate.central,
                    highDiffers: estimate.central < estimate.high))
        }
        return estimate.central
    }
}

/// Central values but for one constant, which takes an end of its range.
package struct OneAtBound: ConstantValues, Sendable {
    let name: String
    let isHigh: Bool

    package init(name: String, isHigh: Bool) {
        self.name = name
        self.isHigh = isHigh
    }

    package func value<Q: Quantity>(of estimate: Estimate<Q>) -> Q {
        estimate.name != name ? estimate.central : isHigh ? estimate.high : estimate.low
    }
}

/// The low end of everything, or the high end.
struct AllAtBound: ConstantValues {
    let isHigh: Bool

    func value<Q: Quantity>(of estimate: Estimate<Q>) -> Q { isHigh ? estimate.high : estimate.low }
}

/// A seeded draw of every constant from the triangular distribution over (low, central, high).
///
/// The value depends on the seed, the number of the draw and the constant's name alone, so the actual and the ideal
/// network, and every scenario, see the same one.
package struct DrawnValues: ConstantValues, Sendable {
    let seed: UInt64
    let draw: UInt64

    package init(seed: UInt64, draw: Int) {
        self.seed = seed
        self.draw = UInt64(draw)
    }

    package func value<Q: Quantity>(of estimate: Estimate<Q>) -> Q {
        let (low, mode, high) = (
            Double(estimate.low.count), Double(estimate.central.count), Double(estimate.high.count)
        )
        guard high > low else { return estimate.central }
        let name = estimate.name.utf8.reduce(UInt64(0)) { SplitHash.mix($0 ^ UInt64($1)) }
        let uniform = Double(SplitHash.bits(seed, draw, name) >> 11) * 0x1p-53
        let split = (mode - low) / (high - low)
        let value =
            uniform < split
            ? low + (uniform * (high - low) * (mode - low)).squareRoot()
            : high - ((1 - uniform) * (high - low) * (high - mode)).squareRoot()
        return Q(count: Int64(value.rounded()))
    }
}
