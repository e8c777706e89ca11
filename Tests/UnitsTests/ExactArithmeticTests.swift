import Testing
import Units

@Suite("Exact arithmetic rounds once, half up")
struct ExactArithmeticTests {
    /// Non-negative whole numbers by schoolbook binary arithmetic: slow, obvious, of any size. Bits from the lowest.
    private static func bits(_ value: UInt128) -> [Bool] { (0..<128).map { value >> UInt128($0) & 1 == 1 } }

    /// ⌊(2·a·b + c) / 2c⌋ for non-negative a and b, bit by bit: a·b/c rounded half up.
    private static func reference(_ a: UInt128, _ b: UInt128, by c: UInt128) -> UInt128 {
        var product = [Bool](repeating: false, count: 260)
        func add(_ other: [Bool], shift: Int) {
            var carry = false
            for index in shift..<product.count {
                let bit = index - shift < other.count ? other[index - shift] : false
                let ones = (product[index] ? 1 : 0) + (bit ? 1 : 0) + (carry ? 1 : 0)
                product[index] = ones & 1 == 1
                carry = ones > 1
            }
        }
        for (shift, bit) in bits(b).enumerated() where bit { add(bits(a), shift: shift + 1) }
        add(bits(c), shift: 0)
        // Long division by 2c; the remainder stays below 2c, which needs 129 bits: c < 2^126 here.
        var remainder: UInt128 = 0
        var quotient: UInt128 = 0
        for bit in product.reversed() {
            remainder = remainder << 1 | (bit ? 1 : 0)
            quotient <<= 1
            if remainder >= 2 * c {
                remainder -= 2 * c
                quotient |= 1
            }
        }
        return quotient
    }

    @Test(
        "Halves round towards positive infinity",
        arguments: [
            (5, 2, 3), (-5, 2, -2), (4, 2, 2), (-4, 2, -2), (7, 4, 2), (-7, 4, -2), (-6, 4, -1), (6, 4, 2), (0, 9, 0),
        ]
            as [(Int128, Int128, Int128)])
    func halves(value: Int128, divisor: Int128, expected: Int128) {
        #expect(Exact.divide(value, by: divisor) == expected)
        #expect(Exact.multiplyDivide(value, 1, by: divisor) == expected)
    }

    @Test("A product beyond 128 bits agrees with bitwise long division", arguments: 0..<200 as Range<UInt64>)
    func wideProducts(seed: UInt64) {
        func draw(_ stream: UInt64, bits: Int128) -> Int128 {
            let wide = UInt128(SplitHash.bits(seed, stream, 0)) << 64 | UInt128(SplitHash.bits(seed, stream, 1))
            return Int128(wide >> UInt128(128 - bits))
        }
        let a = draw(0, bits: 120)
        let b = draw(1, bits: 110)
        let c = draw(2, bits: 125) | 1 << 124
        let expected = Int128(Self.reference(a.magnitude, b.magnitude, by: c.magnitude))
        #expect(Exact.multiplyDivide(a, b, by: c) == expected, "seed \(seed)")
        // Signs change nothing but at exact halves, which none of these seeds meets.
        #expect(Exact.multiplyDivide(-a, b, by: c) == -expected, "seed \(seed)")
        #expect(Exact.multiplyDivide(a, -b, by: c) == -expected, "seed \(seed)")
        #expect(Exact.multiplyDivide(-a, -b, by: c) == expected, "seed \(seed)")
    }

    @Test("A 256-bit product at exactly one half rounds up, whatever its sign")
    func wideHalves() {
        // odd · 3 / 2, both sides scaled by 2^38.
        let odd: Int128 = (1 << 90) + 1
        let half = (odd * 3 - 1) / 2
        #expect(Exact.multiplyDivide(odd << 30, 3 << 8, by: 1 << 39) == half + 1)
        #expect(Exact.multiplyDivide(-(odd << 30), 3 << 8, by: 1 << 39) == -half)
    }

    @Test(
        "Shares differ by at most one, the earlier get the surplus, and they add up",
        arguments: [0, 1, 7, 64, 1_000_000_007, -1, -7, -64, .max, .min] as [Int64], [1, 2, 3, 8, 64, 97])
    func shares(value: Int64, parts: Int) {
        let shares = (0..<parts).map { Exact.share(value, of: $0, among: parts) }
        #expect(shares.reduce(Int128(0)) { $0 + Int128($1) } == Int128(value))
        #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(shares.first! - shares.last! <= 1)
    }
}

@Suite("Quantities multiply exactly")
struct ProductTests {
    @Test("Power times time is energy to the nanojoule, and energy times intensity is mass to the microgram")
    func energyAndEmissions() {
        let energy = Power.watts(1000).energy(over: .seconds(3600))
        #expect(energy.nanojoules == 3_600_000_000_000_000)
        #expect(CarbonIntensity(count: 430_000_000).emissions(of: energy).micrograms == 430_000_000)
        #expect(Power(count: 1).energy(over: VirtualDuration(attoseconds: 499_999_999_999_999)).nanojoules == 0)
        #expect(Power(count: 1).energy(over: VirtualDuration(attoseconds: 500_000_000_000_000)).nanojoules == 1)
        #expect(Power(count: 1).energy(over: VirtualDuration(attoseconds: -500_000_000_000_000)).nanojoules == 0)
    }

    @Test("Bytes over a rate take the time that arithmetic on paper gives")
    func transfers() {
        let rate = Bandwidth(count: 100_000_000_000)
        #expect(rate.duration(ofBytes: 12_500_000_000) == .seconds(1))
        #expect(Bandwidth(count: 3).duration(ofBytes: 1).attoseconds == 2_666_666_666_666_666_667)
    }

    @Test("FLOPs over a rate at a utilisation take the time that arithmetic on paper gives")
    func compute() {
        let rate = FLOPRate(count: 312_000_000_000_000)
        #expect(rate.duration(of: FLOPs(312_000_000_000_000)) == .seconds(1))
        #expect(
            rate.duration(of: FLOPs(312_000_000_000_000), utilization: Ratio(count: 400_000_000)).milliseconds == 2500)
    }
}
