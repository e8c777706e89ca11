package import Units

/// Seeded disturbances: a pure hash of (seed, kind, rank, step), so every scenario and every process sees the same.
package struct Disturbances: Sendable {
    package enum Kind: UInt64, Sendable {
        case forward = 1
        case backward, evaluation
    }

    let seed: UInt64
    /// σ of the relative change of a compute time.
    let computeJitter: Ratio

    package init(seed: UInt64, computeJitter: Ratio) {
        self.seed = seed
        self.computeJitter = computeJitter
    }

    /// `duration · (1 + σ·z)` with z approximately standard normal (Irwin–Hall of twelve: within ±6).
    package func disturbed(_ duration: VirtualDuration, kind: Kind, rank: Int, step: Int) -> VirtualDuration {
        guard computeJitter.count != 0 else { return duration }
        let z = SplitHash.normal(SplitHash.bits(seed, kind.rawValue, UInt64(rank), UInt64(step)))
        // z is in units of 2⁻³² and σ in billionths.
        let change = Int128(z) * Int128(computeJitter.count)
        let one = Int128(Ratio.scale) << 32
        return duration.scaled(by: one + change, over: one)
    }
}
