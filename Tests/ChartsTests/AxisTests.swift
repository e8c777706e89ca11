import Charts
import Foundation
import Testing

@Suite struct AxisTests {
    private func random(_ seed: Int, _ count: Int) -> [Double] {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / 9_007_199_254_740_992
        }
    }

    @Test(arguments: 1...200)
    func `ticks are multiples of 1, 2 or 5 times a power of ten within the ends`(seed: Int) {
        let numbers = random(seed, 4)
        let size = pow(10, (numbers[0] * 24 - 12).rounded())
        let low = (numbers[1] - 0.5) * size
        let high = low + (numbers[2] + 0.01) * size
        let count = 1 + Int(numbers[3] * 9)
        let ticks = Ticks.linear(low, high, count: count)
        #expect(ticks.count <= count + 2, "seed \(seed)")
        let slack = (high - low) * 1e-8
        #expect(ticks.allSatisfy { $0.value >= low - slack && $0.value <= high + slack }, "seed \(seed)")
        for (tick, next) in zip(ticks, ticks.dropFirst()) {
            #expect(
                [1, 2, 5].contains(next.mantissa - tick.mantissa) && next.exponent == tick.exponent, "seed \(seed)")
        }
        let (below, above) = Ticks.rounded(low, high, count: count)
        #expect(below <= low + slack && above >= high - slack, "seed \(seed)")
        let step = 2.5 * (high - low) / Double(count)
        #expect(low - below <= step + slack && above - high <= step + slack, "seed \(seed)")
    }

    @Test func `labels of one axis have equally many decimals`() {
        #expect(Ticks.linear(0, 1, count: 4).map(\.label) == ["0", "0.5", "1.0"])
        #expect(Ticks.linear(-0.2, 0.2, count: 4).map(\.label) == ["−0.2", "−0.1", "0", "0.1", "0.2"])
        #expect(Ticks.linear(0, 4000, count: 4).map(\.label) == ["0", "1,000", "2,000", "3,000", "4,000"])
        #expect(Ticks.linear(0, 3, count: 10, whole: true).map(\.label) == ["0", "1", "2", "3"])
    }

    @Test func `logarithmic ticks are decades, and finer where there are few`() {
        #expect(Ticks.logarithmic(1, 1000, count: 5).map(\.value) == [1, 10, 100, 1000])
        #expect(Ticks.logarithmic(1, 20, count: 5).map(\.value) == [1, 2, 5, 10, 20])
        #expect(Ticks.logarithmic(2, 5, count: 4).map(\.value) == [2, 3, 4, 5])
        let wide = Ticks.logarithmic(1e-9, 1e12, count: 6)
        #expect(wide.count <= 7 && wide.count >= 3)
        #expect(
            zip(wide, wide.dropFirst()).allSatisfy { $1.exponent - $0.exponent == wide[1].exponent - wide[0].exponent })
    }

    @Test(arguments: [false, true])
    func `scales grow and meet their ends`(isLogarithmic: Bool) throws {
        let scale = Scale(0.5, 4000, isLogarithmic: isLogarithmic, from: 10, to: 700)
        let (first, last) = (try #require(scale.place(0.5)), try #require(scale.place(4000)))
        #expect(abs(first - 10) < 1e-9 && abs(last - 700) < 1e-9)
        for seed in 1...50 {
            let places = try random(seed, 40).map { $0 * 5000 + 1e-6 }.sorted().map { try #require(scale.place($0)) }
            #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed)")
        }
        #expect(scale.clamped(1e9) == 700 && scale.clamped(1e-9) == 10 && scale.clamped(.nan) == 10)
        #expect(scale.place(.nan) == nil)
        #expect((scale.place(0) == nil) == isLogarithmic)
    }

    @Test func `the logarithm agrees with the system's`() {
        for seed in 1...40 {
            for value in random(seed, 50).map({ $0 * pow(10, Double(seed * 15 - 300)) }) where value > 0 {
                #expect(abs(Logarithm.ten(value) - log10(value)) < 1e-13 * max(1, abs(log10(value))), "\(value)")
            }
        }
        for exponent in -300...300 { #expect(Logarithm.floor(Logarithm.power(exponent)) == exponent) }
    }

    @Test func `numbers are told in three digits or whole`() {
        #expect(
            [0, 12.345, 1234.5, 0.012345, -7, 1e12, 3.21e-9, 999.6, 123_456_789].map(Digits.short)
                == ["0", "12.3", "1,235", "0.0123", "−7", "10¹²", "3.21 × 10⁻⁹", "1,000", "123,000,000"])
        #expect([.nan, .infinity, -.infinity].map(Digits.short) == ["–", "∞", "−∞"])
        #expect([1234.5678, -0.5, 1e-9, 2e15].map(Digits.plain) == ["1234.57", "-0.5", "1e-9", "2e15"])
    }

    @Test(arguments: [
        (Measure.energy, 2150.0, "1.0", "energy (kWh)"), (.energy, 800, "500", "energy (Wh)"),
        (.mass("CO2e"), 3e6, "1.0", "energy (tCO2e)"), (.mass("CO2e"), 4e-6, "4.0", "energy (µgCO2e)"),
        (.time, 1.2, "200", "energy (ms)"), (.time, 1200, "10", "energy (min)"), (.share, 0.4, "20", "energy (%)"),
        (.number, 3e12, "1.0", "energy (× 10¹²)"), (.number, 3e-9, "1.0", "energy (× 10⁻⁹)"),
        (.unit("tokens"), 5e7, "20", "energy (× 10⁶ tokens)"), (.prefixed("W"), 2.5e10, "10", "energy (GW)"),
    ])
    func `one unit is chosen for an axis`(measure: Measure, largest: Double, tick: String, title: String) {
        let chart = GroupedBars(
            title: "t", axis: Axis("energy", measure), groups: ["a", "b"],
            series: [.init("s", [.init(largest), .init(largest / 1000)])])
        let texts = chart.canvas(.inline).texts.map(\.text)
        #expect(texts.contains(title), "\(texts)")
        #expect(texts.contains(tick), "\(texts)")
    }
}
