import Accounting
import ClusterModel
import Emulation
import Foundation
import Reporting
import Testing
import Units

@Suite struct ForecastTests {
    private static func forecast() throws -> (RunForecast, RunAccount) {
        let cluster = try ClusterFile.load(path: "default", overrides: ClusterOverrides(nodes: 8)).cluster
        let account = RunAccount.simulated(
            job: EmulatedJob(cluster: cluster), kinds: [.evaluation] + [RankStep.Kind](repeating: .training, count: 5))
        return (try #require(RunForecast(account: account, plannedSteps: 20)), account)
    }

    @Test("the line says time, energy and emissions of the whole run, and both ranges apart")
    func line() throws {
        let (forecast, account) = try Self.forecast()
        let plain = ForecastLine.text(forecast, constants: nil)
        let pattern =
            /forecast after 5\/20, whole run: 24\.\d+ s \[2[34]\.\d+ s-24\.\d+ s\] virtual, 21\d\.\d Wh \[21\d\.\d-21\d\.\d\], 9\d\.\d+ gCO2e \[9\d\.\d+-9\d\.\d+\] \(5-95 % by the spread of steps\)/
        #expect(plain.wholeMatch(of: pattern) != nil, "\(plain)")
        let ranges = Ranges(
            job: account.job, usage: account.usage, ideal: account.idealUsage, makespan: account.clock.makespan(),
            seed: 1)
        let whole = ForecastLine.text(forecast, constants: forecast.atConstants(ranges, booked: account.booked))
        #expect(whole.hasPrefix(plain + "; by the constants "), "\(whole)")
        #expect(whole.firstMatch(of: /constants 1\d\d-2\d\d Wh, [78]\d\.\d-10\d gCO2e$/) != nil, "\(whole)")
    }

    @Test("the report says how wrong it was only of a run that reached its end")
    func errors() throws {
        let whole = try SampleReport.make(nodes: 2, steps: 9)
        #expect(TerminalReport.text(whole).contains("(off by "))
        let stopped = try SampleReport.make(
            nodes: 2, steps: 9, planned: 90, status: .stopped(step: 9, reason: "interrupted by the user"))
        let text = TerminalReport.text(stopped)
        #expect(text.contains("FORECAST             after step 5 of 90") && !text.contains("(off by "))
        #expect(!TerminalReport.text(try SampleReport.make(nodes: 2, steps: 5)).contains("FORECAST"))
        #expect(!TerminalReport.text(try SampleReport.make(nodes: 2, steps: 1)).contains("STEADY"))
    }

    @Test("a billion tokens are as many steps as they make, at the mean of the steps after the first")
    func tokens() throws {
        let report = try SampleReport.make(nodes: 2, steps: 12)
        let billion = try #require(report.analysis.tokenOutlays.first)
        let steps = 1e9 / Double(report.analysis.tokensPerStep)
        let steady = try #require(SteadySteps(account: report.account, steps: 12))
        #expect(billion.tokens == 1_000_000_000 && billion.outlay == steady.outlay(ofSteps: steps))
        let optimal = try #require(report.analysis.tokenOutlays.last)
        #expect(optimal.tokens == 20 * report.cluster.workload.represented.model.parameterCount && optimal.isOptimal)
        let makespan = report.account.clock.makespan().seconds
        #expect(
            abs(billion.embodiedGrams / report.analysis.embodiedTotal.grams - billion.outlay.seconds / makespan) < 1e-3)
    }

    @Test("a run that its budget ended says which, what was left, and where its checkpoint is")
    func budget() throws {
        let budget = Budget(emissions: CarbonMass(count: 10_000_000), energy: try EnergyAllowance(parsing: "1 kWh"))
        let stop = BudgetStop(limit: .carbon, steps: 4, withNextStep: LedgerTotal(energy: 1, emissions: 10_200_000))
        let report = try SampleReport.make(
            nodes: 3, steps: 4, planned: 200,
            status: .stopped(step: 4, reason: BudgetWords.reason(stop, budget: budget)), budget: budget,
            budgetStop: stop)
        try Snapshot.check(TerminalReport.text(report), name: "report-budget")
        let least = BudgetWords.refusal(.energy, budget: budget, least: LedgerTotal(energy: 7_200_000_000_000_000))
        #expect(least.hasPrefix("--max-energy 1 kWh: ") && least.contains(" 2.000 kWh "))
    }
}
