import Reporting
import Testing

@Suite struct ControlledRoundingTests {
    /// Random figures by a seed.
    private struct Draws: RandomNumberGenerator {
        var state: UInt64

        /// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014).
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }

        /// A third of them zero, some negative, some whole quanta.
        mutating func cell(quantum: Int128) -> Int128 {
            switch Int.random(in: 0..<9, using: &self) {
            case 0..<3: 0
            case 3: Int128(Int.random(in: -9...9, using: &self)) * quantum
            case 4: -Int128(Int64.random(in: 0...100_000, using: &self))
            default: Int128(Int64.random(in: 0...10_000_000, using: &self))
            }
        }
    }

    private static let quanta: [Int128] = [1, 2, 10, 1000, 777, 100_000]

    @Test(
        "rounded tables add up, each figure within one quantum of its exact value", arguments: 0..<300 as Range<UInt64>)
    func tables(seed: UInt64) {
        var draws = Draws(state: seed)
        let quantum = Self.quanta.randomElement(using: &draws)!
        let (rows, columns) = (Int.random(in: 1...12, using: &draws), Int.random(in: 1...6, using: &draws))
        let cells = (0..<rows).map { _ in (0..<columns).map { _ in draws.cell(quantum: quantum) } }
        let table = ControlledRounding.table(cells, quantum: quantum)

        let near = { (rounded: Int128, exact: Int128) in (rounded * quantum - exact).magnitude < quantum.magnitude }
        for row in 0..<rows {
            #expect(table.cells[row].reduce(0, +) == table.rowTotals[row], "seed \(seed), row \(row)")
            #expect(near(table.rowTotals[row], cells[row].reduce(0, +)), "seed \(seed), row \(row)")
            for column in 0..<columns {
                let (rounded, exact) = (table.cells[row][column], cells[row][column])
                #expect(near(rounded, exact), "seed \(seed), cell \(row), \(column)")
                if exact % quantum == 0 { #expect(rounded == exact / quantum, "seed \(seed): whole quanta stay") }
            }
        }
        for column in 0..<columns {
            #expect(table.cells.reduce(0) { $0 + $1[column] } == table.columnTotals[column], "seed \(seed)")
            #expect(near(table.columnTotals[column], cells.reduce(0) { $0 + $1[column] }), "seed \(seed)")
        }
        #expect(table.rowTotals.reduce(0, +) == table.total && table.columnTotals.reduce(0, +) == table.total)
        let whole = cells.joined().reduce(0, +)
        #expect(
            (table.total * quantum - whole).magnitude * 2 <= quantum.magnitude, "seed \(seed): total to the nearest")
    }

    @Test("parts add up to the whole that they are given, each within one quantum", arguments: 0..<300 as Range<UInt64>)
    func parts(seed: UInt64) {
        var draws = Draws(state: seed)
        let quantum = Self.quanta.randomElement(using: &draws)!
        let values = (0..<Int.random(in: 1...10, using: &draws)).map { _ in draws.cell(quantum: quantum) }
        // The sum rounded down and rounded up, both of which parts can reach.
        let sum = values.reduce(0, +)
        let below = sum >= 0 ? sum / quantum : -((-sum + quantum - 1) / quantum)
        for whole in Set([below, below * quantum == sum ? below : below + 1]) {
            let parts = ControlledRounding.parts(values, quantum: quantum, whole: whole)
            #expect(parts.reduce(0, +) == whole, "seed \(seed)")
            for (part, value) in zip(parts, values) {
                #expect((part * quantum - value).magnitude < quantum.magnitude, "seed \(seed): \(value)")
                if value == 0 { #expect(part == 0, "seed \(seed): nothing stays nothing") }
            }
        }
    }

    @Test("a whole far from the sum is met all the same, by the largest part")
    func unreachable() {
        #expect(ControlledRounding.parts([1, 50, 3], quantum: 10, whole: 9) == [1, 7, 1])
        #expect(ControlledRounding.parts([0, 50, 0], quantum: 10, whole: 3) == [0, 3, 0])
    }
}
