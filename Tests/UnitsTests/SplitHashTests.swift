import Testing
import Units

@Suite("Counter-based random values")
struct SplitHashTests {
    private static let count = 100_000
    private static let one = Double(Int64(1) << 32)

    @Test("Normal values have mean 0 and variance 1 and stay within ±6", arguments: [0, 1, 99] as [UInt64])
    func moments(seed: UInt64) {
        let values = (0..<Self.count).map { Double(SplitHash.normal(SplitHash.bits(seed, UInt64($0)))) / Self.one }
        let mean = values.reduce(0, +) / Double(Self.count)
        let variance = values.reduce(0) { $0 + $1 * $1 } / Double(Self.count) - mean * mean
        // Five standard errors: 5 / √n for the mean, 5 · √(2 / n) for the variance.
        #expect(abs(mean) < 0.0159, "seed \(seed)")
        #expect(abs(variance - 1) < 0.0224, "seed \(seed)")
        #expect(values.allSatisfy { abs($0) <= 6 })
    }

    @Test("Consecutive keys are uncorrelated")
    func independence() {
        let values = (0..<Self.count).map { Double(SplitHash.normal(UInt64($0))) / Self.one }
        let product = zip(values, values.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / Double(Self.count)
        #expect(abs(product) < 0.0159)
    }

    @Test("Every bit is set about half of the time")
    func bits() {
        var counts = [Int](repeating: 0, count: 64)
        for key in 0..<20_000 {
            let word = SplitHash.bits(7, UInt64(key))
            for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 { counts[bit] += 1 }
        }
        // Five standard deviations of a binomial of 20,000: 5 · 70.7.
        #expect(counts.allSatisfy { abs($0 - 10_000) < 354 })
    }

    @Test("Equal keys give equal bits; the order and number of words count")
    func keys() {
        #expect(SplitHash.bits(1, 2, 3) == SplitHash.bits(1, 2, 3))
        #expect(SplitHash.bits(1, 2, 3) != SplitHash.bits(3, 2, 1))
        #expect(SplitHash.bits(1, 2) != SplitHash.bits(1, 2, 0))
        #expect(SplitHash.bits(0) != SplitHash.bits())
    }

    @Test("The values are the same on every machine and in every version")
    func pinned() {
        #expect(SplitHash.mix(0) == 0xE220_A839_7B1D_CDAF)
        #expect(SplitHash.mix(0x9E37_79B9_7F4A_7C15) == 0x6E78_9E6A_A1B9_65F4)
    }
}
