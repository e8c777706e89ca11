import Calibration
import ClusterModel
import Testing
import Units

@Suite("Reading nccl-tests output")
struct NCCLTestReadingTests {
    @Test("a sweep is read with its collective, ranks, nodes and times", arguments: MeasuredCollective.allCases)
    func readsSweep(_ collective: MeasuredCollective) throws {
        let text = MadeUpOutput.sweep(
            program: collective.program, nodes: 2, ranksPerNode: 4, sizes: [1024, 1 << 20, 1 << 30],
            redop: collective == .allGather ? "none" : "sum", time: { 10 + Double($0) / 1000 })
        let run = try NCCLTestReading.run(text: text, file: "sweep.txt")
        #expect(run.collective == collective)
        #expect(run.ranks == 8)
        #expect(run.nodes == 2)
        #expect(run.rows.map(\.size.bytes) == [1024, 1 << 20, 1 << 30])
        #expect(run.rows.map(\.time.count) == [11_024_000, 1_058_576_000, 1_073_751_824_000])
        #expect(run.averageBusBandwidth == 12.5)
    }

    @Test("the form before 2.11 is read, and an all-reduce is told by its bus bandwidth")
    func readsOld() throws {
        let run = try NCCLTestReading.run(text: MadeUpOutput.old, file: "old.txt")
        #expect(run.collective == .allReduce)
        #expect((run.ranks, run.nodes) == (2, 2))
        #expect(run.rows.map(\.time.count) == [210_000_000, 390_000_000, 750_000_000])
        #expect(run.rows.map(\.line) == [10, 11, 12])
    }

    @Test("tags, other programs' lines and time stamps are passed over; what is not in place is taken out of place")
    func readsNoisy() throws {
        let run = try NCCLTestReading.run(text: MadeUpOutput.noisy, file: "noisy.txt")
        #expect(run.collective == .allGather)
        #expect((run.ranks, run.nodes) == (4, 2))
        #expect(run.rows.map(\.size.bytes) == [2_097_152, 8_388_608, 33_554_432])
        #expect(run.rows.map(\.time.count) == [100_000_000, 400_000_000, 1_600_000_000])
    }

    @Test("carriage returns change nothing")
    func readsCarriageReturns() throws {
        let text = MadeUpOutput.old.replacing("\n", with: "\r\n")
        #expect(
            try NCCLTestReading.run(text: text, file: "old.txt")
                == NCCLTestReading.run(text: MadeUpOutput.old, file: "old.txt"))
    }

    @Test("what the user says of ranks and nodes goes before the output")
    func overrides() throws {
        let text = MadeUpOutput.sweep(nodes: 1, ranksPerNode: 8, sizes: [8, 1 << 20, 1 << 24]) { 9 + Double($0) }
        let run = try NCCLTestReading.run(
            text: text, file: "one-name.txt", overrides: NCCLTestOverrides(ranks: 8, nodes: 4))
        #expect((run.ranks, run.nodes, run.ranksPerNode) == (8, 4, 2))
    }

    /// An output with one thing wrong.
    struct Wrong: CustomTestStringConvertible, Sendable {
        let what: String
        let change: @Sendable (String) -> String
        let expected: String
        var testDescription: String { what }
    }

    static let wrong = [
        Wrong(
            what: "a wrong result",
            change: {
                $0.replacing("5.24  2e-07", with: "5.24  2e-07").replacing(
                    "#wrong", with: "#wrong"
                ).replacing("values : 0 OK", with: "values : 7 FAILED")
            },
            expected: "old.txt:13:26: error: the test found 7 wrong results"),
        Wrong(
            what: "a cut row", change: { $0.replacing("    390.0    5.38    5.38  2e-07\n", with: "\n") },
            expected: "old.txt:11:70: error: this row has 8 values, the header names 12"),
        Wrong(
            what: "a word for a time", change: { $0.replacing("390.0", with: "39o.0") },
            expected: "old.txt:11:79: error: time is '39o.0', which is not a number"),
        Wrong(
            what: "a time that its bandwidth contradicts", change: { $0.replacing("390.0", with: "930.0") },
            expected: "old.txt:11:6: error: size over time is 2.26 GB/s, but algbw says 5.38"),
        Wrong(
            what: "a missing rank", change: { $0.replacing("#   Rank  0", with: "#   Device") },
            expected: "old.txt:5:11: error: the first rank is 1, not 0"),
        Wrong(
            what: "tests that did not join", change: { $0.replacing("Rank  1", with: "Rank  0") },
            expected: "old.txt:5:11: error: rank 0 appears twice"),
        Wrong(
            what: "a device without a host", change: { $0.replacing(" on     made-up-1", with: "") },
            expected: "old.txt:5:5: error: this line does not say which rank runs on which host"),
        Wrong(
            what: "no header", change: { $0.replacing("#       size", with: "#       Size") },
            expected: "old.txt:10:6: error: a row without the header"),
        Wrong(
            what: "times of the CPU", change: { $0.replacing(" time ", with: " cputime ") },
            expected: "old.txt:8:48: error: these are times of the CPU"),
        Wrong(
            what: "no rows", change: { $0.split(separator: "\n").filter { $0.hasPrefix("#") }.joined(separator: "\n") },
            expected: "old.txt: error: there is no row of a result"),
        Wrong(what: "nothing", change: { _ in "" }, expected: "old.txt: error: there is no row of a result"),
        Wrong(
            what: "another collective", change: { "./build/alltoall_perf -b 1M -e 4M -f 2\n" + $0 },
            expected: "old.txt:1:1: error: alltoall_perf does not tell"),
        Wrong(
            what: "a collective that the bandwidths contradict", change: { "./all_gather_perf_mpi -b 1M\n" + $0 },
            expected: "old.txt:11:6: error: busbw / algbw is 1.0, but all-gather over 2 ranks gives 0.5"),
        Wrong(what: "two tests", change: { $0 + $0 }, expected: "old.txt:23:9: error: a second table begins here"),
        Wrong(
            what: "several collectives at a time",
            change: { $0.replacing("iters: 20 validation", with: "iters: 20 agg iters: 4 validation") },
            expected: "old.txt:1:108: error: this run issued 4 collectives at a time"),
        Wrong(
            what: "unequal nodes",
            change: { $0.replacing("#   Rank  1", with: "#   Rank  1 Pid 1 on made-up-0 device 1\n#   Rank  2") },
            expected: "old.txt:6:31: error: made-up-1 has 1 ranks, made-up-0 has 2"),
        Wrong(
            what: "a rank alone",
            change: {
                $0.split(separator: "\n").filter { !$0.contains("Rank  1") }
                    .joined(separator: "\n")
            }, expected: "old.txt:4:5: error: one rank alone uses no network"),
        Wrong(
            what: "groups that compete",
            change: { $0.replacing("Rank  1 Pid", with: "Rank  1 Group  1 Pid") },
            expected: "old.txt:5:20: error: this run had several groups"),
    ]

    @Test("what cannot be read is an error at its place, with a remedy", arguments: wrong)
    func refuses(_ wrong: Wrong) throws {
        let error = try #require(throws: CalibrationError.self) {
            try NCCLTestReading.run(text: wrong.change(MadeUpOutput.old), file: "old.txt")
        }
        #expect(error.description.hasPrefix(wrong.expected), "\(error)")
        #expect(error.problems.allSatisfy { !$0.remedy.isEmpty })
    }

    @Test("a size with wrong elements is refused")
    func refusesWrongElements() throws {
        let text = MadeUpOutput.sweep(nodes: 2, ranksPerNode: 1, sizes: [8, 16, 32], wrong: "3") { _ in 10 }
        let error = try #require(throws: CalibrationError.self) { try NCCLTestReading.run(text: text, file: "bad.txt") }
        #expect(error.description.contains("bad.txt:12:"), "\(error)")
        #expect(error.description.contains("3 wrong elements"))
    }

    @Test("an all-gather that nothing names must be named by the user")
    func refusesUnnamed() throws {
        let text = MadeUpOutput.noisy.replacing("all_gather_perf_mpi", with: "test")
        #expect(throws: CalibrationError.self) { try NCCLTestReading.run(text: text, file: "x") }
        let run = try NCCLTestReading.run(
            text: text, file: "x", overrides: NCCLTestOverrides(collective: .allGather))
        #expect(run.collective == .allGather)
    }

    @Test("no damaged output crashes the reader", arguments: 0..<60)
    func survives(_ seed: UInt64) {
        var bytes = Array((seed % 2 == 0 ? MadeUpOutput.old : MadeUpOutput.noisy).utf8)
        for draw in 0..<6 {
            let bits = SplitHash.bits(seed, UInt64(draw))
            let index = Int(bits % UInt64(bytes.count))
            switch (bits >> 40) % 3 {
            case 0: bytes[index] = UInt8(truncatingIfNeeded: bits >> 32) & 0x7F
            case 1: bytes.removeSubrange(index..<min(bytes.count, index + Int(bits >> 33) % 40))
            default: bytes.insert(contentsOf: Array("9e99 -1 # ".utf8), at: index)
            }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        do {
            let run = try NCCLTestReading.run(text: text, file: "damaged")
            #expect(run.rows.allSatisfy { $0.size.bytes > 0 && $0.time.count > 0 }, "seed \(seed)")
        } catch {
            #expect(!error.problems.isEmpty, "seed \(seed)")
        }
    }
}
