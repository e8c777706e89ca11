internal import Tensors

/// Counter-based random numbers: the value at an index is a hash of (seed, index), the same on every machine.
package struct RandomNumbers: Sendable {
    private let key: UInt64

    package init(seed: UInt64) { key = Self.mix(seed &+ 0x9e37_79b9_7f4a_7c15) }

    /// 64 random bits at an index.
    package func bits(_ index: UInt64) -> UInt64 { Self.mix(key &+ (index &+ 1) &* 0x9e37_79b9_7f4a_7c15) }

    /// A value of (0, 1] at an index, a multiple of 2⁻⁵³.
    package func uniform(_ index: UInt64) -> Double { Double((bits(index) >> 11) + 1) * 0x1p-53 }

    /// A standard normal value at an index, by Box and Muller (1958): √(−2 ln u)·cos(2πv). Uses the uniform values
    /// 2·index and 2·index + 1.
    package func normal(_ index: UInt64) -> Double {
        let radius = (-2 * naturalLogarithm(uniform(2 &* index))).squareRoot()
        return radius * cosineOfTurns(uniform(2 &* index &+ 1))
    }

    /// The finaliser of SplitMix64 (Steele, Lea and Flood 2014), variant 13 of Stafford.
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
