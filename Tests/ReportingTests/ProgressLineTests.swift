import Accounting
import ClusterModel
import Emulation
import Reporting
import Testing
import Units

@Suite struct ProgressLineTests {
    private static func job() throws -> EmulatedJob {
        EmulatedJob(cluster: try ClusterFile.load(path: "default", overrides: ClusterOverrides(nodes: 2)).cluster)
    }

    /// A step that ends at so many virtual seconds and draws 36 kJ, a quarter of it in the network.
    private static func row(_ step: Int, nats: Double = 2.5) -> StepRow {
        StepRow(
            step: step, trainedNats: nats * 100, trainedTokens: 100, virtualEnd: .zero + .seconds(2 * step),
            forward: .seconds(1), backward: .seconds(1), slowedCompute: .zero, optimizer: .zero, storage: .zero,
            waits: WaitCause.allCases.map { _ in .zero }, communication: .seconds(1),
            total: LedgerTotal(energy: 36_000_000_000_000, emissions: 4_300_000),
            network: LedgerTotal(energy: 9_000_000_000_000, emissions: 1_075_000))
    }

    @Test("in a pipe a step is a plain line with every figure that it promises")
    func plain() throws {
        var progress = ProgressLine(job: try Self.job(), stepsPlanned: 40, terminalWidth: nil)
        _ = progress.advance(Self.row(1), now: .seconds(1))
        let text = try shown(progress.advance(Self.row(2), now: .seconds(6)))
        // 2 nodes x 8 accelerators x 8 sequences x 1,024 tokens in 2 s; 38 steps of 5 s are to come.
        #expect(text == "2/40 loss 2.50 | virtual 0:04 65.5k tok/s 20.00 Wh 8.600 gCO2e net 25 % | ETA 3:10\n")
    }

    @Test("in a terminal the line is redrawn in place, and only the last one ends it", arguments: [20, 40, 80, 200])
    func terminal(width: Int) throws {
        var progress = ProgressLine(job: try Self.job(), stepsPlanned: 2, terminalWidth: width)
        let first = try shown(progress.advance(Self.row(1), now: .seconds(1)))
        let last = try shown(progress.advance(Self.row(2), now: .seconds(2)))
        for text in [first, last] {
            #expect(text.hasPrefix("\r") && text.contains("\u{1B}[K"))
            // The last column stays free, or some terminals wrap.
            #expect(text.dropFirst().prefix { $0 != "\u{1B}" }.count <= max(20, width - 1))
        }
        #expect(!first.contains("\n") && last.hasSuffix("\u{1B}[K\n"))
    }

    @Test("steps that follow one another closely are left out, but never the last", arguments: [nil, 80])
    func pauses(terminalWidth: Int?) throws {
        var progress = ProgressLine(job: try Self.job(), stepsPlanned: 100, terminalWidth: terminalWidth)
        let shown = (1...100).filter { progress.advance(Self.row($0), now: .milliseconds($0)) != nil }
        #expect(shown == [1, 100])
    }

    @Test("steps that are left out count in the sums of the next line")
    func sums() throws {
        var progress = ProgressLine(job: try Self.job(), stepsPlanned: 100, terminalWidth: nil)
        for step in 1...99 { _ = progress.advance(Self.row(step), now: .milliseconds(step)) }
        let text = try shown(progress.advance(Self.row(100), now: .milliseconds(100)))
        #expect(text.contains(" 1.000 kWh ") && text.contains(" 430.0 gCO2e ") && text.contains("ETA 0:00"))
    }

    @Test("the first step has no time to come, as nothing can be said of it")
    func firstStep() throws {
        var progress = ProgressLine(job: try Self.job(), stepsPlanned: 10, terminalWidth: nil)
        let text = try shown(progress.advance(Self.row(1), now: .zero))
        #expect(text.contains("virtual 0:02") && !text.contains("ETA"))
    }

    @Test("a diverging loss leaves a line that can be read", arguments: [Double.nan, .infinity, 1e300])
    func diverging(nats: Double) throws {
        var progress = ProgressLine(job: try Self.job(), stepsPlanned: 10, terminalWidth: 80)
        let text = try shown(progress.advance(Self.row(1, nats: nats), now: .zero))
        #expect(!text.contains("nan") && text.contains("virtual 0:02"))
    }

    private func shown(_ text: String?) throws -> String { try #require(text) }
}
