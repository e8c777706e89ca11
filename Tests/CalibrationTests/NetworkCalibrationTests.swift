import Calibration
import ClusterModel
import Testing
import Units

@Suite("Fitting the network")
struct NetworkCalibrationTests {
    /// A run whose times come from α in microseconds, the payload rate B in bytes/s and what else there is.
    static func run(
        _ collective: MeasuredCollective = .allReduce, nodes: Int, ranksPerNode: Int = 1, alpha: Double, rate: Double,
        sizes: [Int] = MadeUpOutput.sizes, inside: (latency: Double, rate: Double) = (1, 300e9),
        noise: (Int) -> Double = { _ in 1 }
    ) -> NCCLTestRun {
        let (m, g, passes) = (Double(nodes), Double(ranksPerNode), Double(collective.passes))
        return NCCLTestRun(
            file: "made-up.txt", collective: collective, ranks: nodes * ranksPerNode, nodes: nodes,
            rows: sizes.enumerated().map { index, size in
                let bytes = Double(size)
                let inner = passes * (g - 1) * (inside.latency + bytes / (g * inside.rate) * 1e6)
                let between = passes * (m - 1) * alpha + passes * (m - 1) / m * bytes / rate * 1e6
                let microseconds = ((nodes > 1 ? between : 0) + inner) * noise(index)
                return NCCLTestRun.Row(
                    size: ByteCount(count: Int64(size)), time: TimeSpan(count: Int64((microseconds * 1e6).rounded())),
                    line: index + 1)
            })
    }

    static func value(_ fit: NetworkCalibration, _ name: String) throws -> CalibratedConstant.Figures {
        try #require(fit.constants.first { $0.name == name }).after
    }

    @Test(
        "latency and efficiency of times without noise come back", arguments: [2, 3, 8, 33], [0.5, 3.25, 40.0])
    func recovers(nodes: Int, alpha: Double) throws {
        // 12.5 GB/s · 0.92
        for collective in MeasuredCollective.allCases {
            let run = Self.run(collective, nodes: nodes, alpha: alpha, rate: 11.5e9)
            let fit = try NetworkCalibration(runs: [run], cluster: try MeasuredCluster.cluster())
            let efficiency = try Self.value(fit, "fabric.link_efficiency")
            let latency = try TimeSpan(parsing: Self.value(fit, "fabric.latency").value)
            #expect(abs(try Ratio(parsing: efficiency.value).value - 0.92) < 2e-6)
            #expect(abs(Double(latency.count) / (alpha * 1e6) - 1) < 1e-4)
            #expect(fit.residuals.count == run.rows.count)
            #expect(fit.residuals.worst < 1e-4)
            #expect(fit.notes.isEmpty)
        }
    }

    @Test("with several accelerators a node, the links inside are taken off first", arguments: [2, 4, 8])
    func takesOffTheInside(_ accelerators: Int) throws {
        let run = Self.run(nodes: 4, ranksPerNode: accelerators, alpha: 5, rate: 10e9)
        let fit = try NetworkCalibration(runs: [run], cluster: try MeasuredCluster.cluster(accelerators: accelerators))
        #expect(abs(try Ratio(parsing: Self.value(fit, "fabric.link_efficiency").value).value - 0.8) < 2e-6)
        #expect(abs(Double(try TimeSpan(parsing: Self.value(fit, "fabric.latency").value).count) / 5e6 - 1) < 1e-3)
    }

    @Test("a run on one node fits the links inside, and the others use them")
    func fitsTheInside() throws {
        let inside = (latency: 2.5, rate: 210e9)
        let runs = [
            Self.run(nodes: 4, ranksPerNode: 8, alpha: 6, rate: 9e9, inside: inside),
            Self.run(nodes: 1, ranksPerNode: 8, alpha: 0, rate: 1, inside: inside),
        ]
        let fit = try NetworkCalibration(runs: runs, cluster: try MeasuredCluster.cluster(accelerators: 8))
        let rate = try Bandwidth(parsing: Self.value(fit, "catalog.interconnects.nvlink3.bandwidth").value)
        let latency = try TimeSpan(parsing: Self.value(fit, "catalog.interconnects.nvlink3.latency").value)
        #expect(abs(Double(rate.count) / 8 / 210e9 - 1) < 1e-4)
        #expect(abs(Double(latency.count) / 2.5e6 - 1) < 1e-3)
        #expect(abs(try Ratio(parsing: Self.value(fit, "fabric.link_efficiency").value).value - 0.72) < 1e-4)
        #expect(fit.residuals.count == runs[0].rows.count + runs[1].rows.count)
        #expect(fit.residuals.first?.what == "all-reduce 8 B, 4 x 8")
        #expect(fit.residuals.worst < 1e-3)
    }

    @Test("the ring form takes all ranks for one ring")
    func ringForm() throws {
        // 32 ranks: 62 messages, 62/32 of the bytes.
        let run = NCCLTestRun(
            file: "ring.txt", collective: .allReduce, ranks: 32, nodes: 4,
            rows: MadeUpOutput.sizes.enumerated().map { index, size in
                let seconds = 62 * 3e-6 + 62.0 / 32 * Double(size) / 10e9
                return NCCLTestRun.Row(
                    size: ByteCount(count: Int64(size)), time: TimeSpan(count: Int64((seconds * 1e12).rounded())),
                    line: index + 1)
            })
        let fit = try NetworkCalibration(
            runs: [run], cluster: try MeasuredCluster.cluster(accelerators: 8), form: .ring)
        #expect(abs(try Ratio(parsing: Self.value(fit, "fabric.link_efficiency").value).value - 0.8) < 2e-6)
        #expect(abs(Double(try TimeSpan(parsing: Self.value(fit, "fabric.latency").value).count) / 3e6 - 1) < 1e-4)
    }

    @Test("noise of 2 % moves the constants by few per cent, and the ranges mostly hold the truth")
    func withinNoise() throws {
        let cluster = try MeasuredCluster.cluster()
        var held = (efficiency: 0, latency: 0)
        let seeds = 40
        for seed in 0..<UInt64(seeds) {
            let run = Self.run(nodes: 8, alpha: 4, rate: 10e9) { Noise.factor(0.02, seed: seed, $0) }
            let fit = try NetworkCalibration(runs: [run], cluster: cluster)
            let efficiency = try Self.value(fit, "fabric.link_efficiency")
            let latency = try Self.value(fit, "fabric.latency")
            let bounds = try [efficiency.low, efficiency.value, efficiency.high].map { try Ratio(parsing: $0).value }
            let spans = try [latency.low, latency.value, latency.high].map { try TimeSpan(parsing: $0).count }
            #expect(abs(bounds[1] / 0.8 - 1) < 0.08, "seed \(seed)")
            #expect(abs(Double(spans[1]) / 4e6 - 1) < 0.03, "seed \(seed)")
            #expect(bounds == bounds.sorted() && spans == spans.sorted(), "seed \(seed)")
            #expect(fit.residuals.rootMeanSquare > 0.005 && fit.residuals.rootMeanSquare < 0.05, "seed \(seed)")
            held.efficiency += bounds[0] <= 0.8 && 0.8 <= bounds[2] ? 1 : 0
            held.latency += spans[0] <= 4_000_000 && 4_000_000 <= spans[2] ? 1 : 0
        }
        // 95 % of 40 are 38; fewer than 34 would be a wrong interval.
        #expect(held.efficiency >= 34 && held.latency >= 34, "\(held)")
    }

    @Test("a change of protocol in the middle spoils neither end")
    func protocolSwitch() throws {
        // Small sizes: 3 us, half the bandwidth. Large sizes: 9 us, all of it. Whatever is faster is taken.
        let small = Self.run(nodes: 4, alpha: 3, rate: 5e9)
        let large = Self.run(nodes: 4, alpha: 9, rate: 10e9)
        let rows = zip(small.rows, large.rows).map { $0.time < $1.time ? $0 : $1 }
        let run = NCCLTestRun(file: "both.txt", collective: .allReduce, ranks: 4, nodes: 4, rows: rows)
        let fit = try NetworkCalibration(runs: [run], cluster: try MeasuredCluster.cluster())
        #expect(abs(try Ratio(parsing: Self.value(fit, "fabric.link_efficiency").value).value - 0.8) < 1e-4)
        let latency = Double(try TimeSpan(parsing: Self.value(fit, "fabric.latency").value).count) / 1e6
        #expect(latency > 2.99 && latency < 3.2)
        #expect(fit.residuals.worst > 0.05, "the middle must show what the two ends cannot")
    }

    @Test("sizes that are all large leave the latency as it is and say so")
    func largeOnly() throws {
        let run = Self.run(nodes: 4, alpha: 3, rate: 10e9, sizes: (28...33).map { 1 << $0 })
        let fit = try NetworkCalibration(runs: [run], cluster: try MeasuredCluster.cluster())
        #expect(fit.constants.map(\.name) == ["fabric.link_efficiency"])
        #expect(fit.notes.count == 1)
    }

    @Test("what cannot be fitted is refused with a reason and a remedy")
    func refuses() throws {
        let cluster = try MeasuredCluster.cluster()
        func refusal(_ run: NCCLTestRun, _ cluster: Cluster) throws -> String {
            try #require(throws: CalibrationError.self) { try NetworkCalibration(runs: [run], cluster: cluster) }
                .description
        }
        let two = Self.run(nodes: 2, alpha: 3, rate: 10e9, sizes: [1 << 10, 1 << 20, 1 << 20])
        #expect(try refusal(two, cluster).contains("at least 3 different sizes, but there are 2"))
        let fast = Self.run(nodes: 2, alpha: 3, rate: 25e9)
        #expect(try refusal(fast, cluster).contains("show 200 Gb/s of payload a node, but its NICs carry 100 Gb/s"))
        let tiny = Self.run(nodes: 2, alpha: 3, rate: 10e9, sizes: [8, 16, 32, 64]) { [0.99, 1.02, 1, 0.98][$0] }
        #expect(try refusal(tiny, cluster).contains("do not grow with the size"))
        let inside = Self.run(nodes: 2, ranksPerNode: 8, alpha: 3, rate: 10e9)
        #expect(try refusal(inside, cluster).contains("a node of the cluster file has one accelerator"))
        let some = Self.run(nodes: 2, ranksPerNode: 2, alpha: 3, rate: 10e9)
        #expect(
            try refusal(some, try MeasuredCluster.cluster(accelerators: 8, nics: 4)).contains(
                "8 accelerators and 4 NICs"))
        let hidden = Self.run(
            nodes: 2, ranksPerNode: 8, alpha: 3, rate: 10e9, inside: (latency: 0, rate: 1e15))
        let tooFast = NCCLTestRun(
            file: "hidden.txt", collective: .allReduce, ranks: 16, nodes: 2,
            rows: hidden.rows.map { .init(size: $0.size, time: TimeSpan(count: $0.time.count / 40), line: $0.line) })
        let message = try refusal(tooFast, try MeasuredCluster.cluster(accelerators: 8, nics: 8))
        #expect(message.contains("--nccl-form ring"), "\(message)")
    }
}
