import Accounting
import ClusterModel
import Emulation
import TestSupport
import Testing
import Units

@Suite struct ForecastTests {
    /// A cluster whose checkpoints take about as long as a step, and whose nodes wait for each other.
    private static func fixture(
        nodes: Int = 4, interval: Int = 0, jitter: String = "0 %", sharding: RepresentedWorkload.Sharding = .none,
        seed: UInt64 = 1
    ) -> Fixture {
        var fixture = Fixture(nodes: nodes, accelerators: 2)
        fixture.jitter = quantity(jitter)
        fixture.link = quantity("2 Gb/s")
        fixture.bucketSize = quantity("80 kB")
        fixture.checkpointInterval = interval
        fixture.sharding = sharding
        fixture.seed = seed
        return fixture
    }

    /// A whole run, and one of which only the first steps are booked.
    private static func run(_ fixture: Fixture, steps: Int, known: Int) -> (whole: RunAccount, begun: RunAccount) {
        let job = EmulatedJob(cluster: fixture.cluster)
        return (
            .simulated(job: job, steps: steps),
            .simulated(job: job, kinds: [.evaluation] + [RankStep.Kind](repeating: .training, count: known))
        )
    }

    @Test(
        "where nothing is random the forecast is the run, checkpoints and evaluations included, and has hardly a width",
        arguments: [0, 1, 2, 3, 4, 5, 7], [1, 4])
    func exact(interval: Int, nodes: Int) throws {
        for sharding in [RepresentedWorkload.Sharding.none, .zero2] {
            let fixture = Self.fixture(nodes: nodes, interval: interval, sharding: sharding)
            let (whole, begun) = Self.run(fixture, steps: 23, known: 5)
            let forecast = try #require(RunForecast(account: begun, plannedSteps: 23))
            let error = try #require(forecast.error(against: whole))
            // Nodes that wait for the one that writes have begun to send when it is done: the step that follows is a
            // little shorter than others.
            let isExact = interval == 0 || nodes == 1 || sharding != .none
            #expect(abs(error.seconds) < (isExact ? 1e-9 : 5e-4), "\(error)")
            #expect(abs(error.joules) < (isExact ? 1e-9 : 5e-4), "\(error)")
            // Grams are rounded entry by entry, a microgram each.
            #expect(abs(error.grams) < (isExact ? 1e-9 : 1e-3), "\(error)")
            let width = forecast.high.joules - forecast.low.joules
            #expect(width < (isExact ? 1e-9 : 1e-2) * forecast.central.joules, "\(width)")
        }
    }

    @Test("a forecast is the same at its step and in hindsight, and known steps cannot be undercut")
    func hindsight() throws {
        let (whole, begun) = Self.run(Self.fixture(interval: 3, jitter: "20 %"), steps: 8, known: 5)
        let forecast = try #require(RunForecast(account: begun, plannedSteps: 8))
        #expect(RunForecast(account: whole, plannedSteps: 8) == forecast)
        #expect(forecast.step == 5 && forecast.plannedSteps == 8)
        #expect(forecast.low.joules >= Double(begun.booked.energy) / 1e9)
        #expect(forecast.low.grams < forecast.central.grams && forecast.central.grams < forecast.high.grams)
    }

    @Test("of many seeds nine in ten end within the interval")
    func coverage() throws {
        let seeds = 1...200
        let hits = try seeds.filter { seed in
            let (whole, begun) = Self.run(
                Self.fixture(nodes: 2, jitter: "5 %", seed: UInt64(seed)), steps: 30, known: 5)
            let forecast = try #require(RunForecast(account: begun, plannedSteps: 30))
            let grams = whole.booked.grams
            return forecast.low.grams <= grams && grams <= forecast.high.grams
        }
        // 90 % of 200, give or take three standard deviations.
        #expect((167...193).contains(hits.count), "\(hits.count)")
    }

    @Test("the interval is that of a sum of steps: wider with more of them to come, and with more jitter")
    func width() throws {
        let relative = { (jitter: String, steps: Int) throws -> Double in
            let (_, begun) = Self.run(Self.fixture(jitter: jitter), steps: steps, known: 5)
            let forecast = try #require(RunForecast(account: begun, plannedSteps: steps))
            return forecast.high.seconds - forecast.low.seconds
        }
        #expect(try relative("4 %", 100) > relative("4 %", 20))
        #expect(try relative("8 %", 100) > relative("4 %", 100))
    }

    @Test("by hand: mean, deviation and reach of four known steps")
    func byHand() throws {
        let (_, begun) = Self.run(Self.fixture(jitter: "10 %"), steps: 12, known: 5)
        let forecast = try #require(RunForecast(account: begun, plannedSteps: 12))
        let ends = begun.course.map { ($0.end - .zero).seconds }
        let steps = (2...5).map { ends[$0] - ends[$0 - 1] }
        let mean = steps.reduce(0, +) / 4
        let deviation = (steps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3).squareRoot()
        let evaluation = RunAccount.simulated(job: begun.job, kinds: [.evaluation, .closing]).clock.makespan().seconds
        #expect(abs(forecast.central.seconds - (ends[5] + 7 * mean + evaluation)) < 1e-12)
        let reach = 2.353 * deviation * (7 + 49.0 / 4).squareRoot()
        #expect(abs(forecast.high.seconds - forecast.central.seconds - reach) < 1e-12)
    }

    @Test("there is none without a spread, before its step, or after the last one; an error only of a whole run")
    func none() throws {
        let (whole, begun) = Self.run(Self.fixture(), steps: 8, known: 5)
        #expect(RunForecast(account: begun, plannedSteps: 5) == nil)
        #expect(RunForecast(account: begun, plannedSteps: 8, step: 6) == nil)
        #expect(RunForecast(account: begun, plannedSteps: 8, step: 2) == nil)
        let forecast = try #require(RunForecast(account: begun, plannedSteps: 8))
        #expect(forecast.error(against: begun) == nil && forecast.error(against: whole) != nil)
        #expect(RunForecast(account: begun, plannedSteps: 9)?.error(against: whole) == nil)
        #expect(SteadySteps(account: begun, steps: 1) == nil)
    }

    @Test("the constants' range is laid around the forecast in the proportions of what is booked")
    func constants() throws {
        let cluster = try ClusterFile.load(path: "default", overrides: ClusterOverrides(nodes: 2)).cluster
        let account = RunAccount.simulated(
            job: EmulatedJob(cluster: cluster), kinds: [.evaluation] + [RankStep.Kind](repeating: .training, count: 5))
        let forecast = try #require(RunForecast(account: account, plannedSteps: 100))
        let ranges = Ranges(
            job: account.job, usage: account.usage, ideal: account.idealUsage, makespan: account.clock.makespan(),
            seed: 1)
        let ends = try #require(forecast.atConstants(ranges, booked: account.booked))
        #expect(ends.low.grams < forecast.central.grams && forecast.central.grams < ends.high.grams)
        let share = ends.high.grams / forecast.central.grams
        #expect(abs(share - ranges.grams.high / account.booked.grams) < 1e-12)
        #expect(forecast.atConstants(ranges, booked: LedgerTotal()) == nil)
    }

    @Test("steps at the steady rate carry their share of a checkpoint", arguments: [0, 4])
    func steady(interval: Int) throws {
        let steps = 41
        let account = Self.run(Self.fixture(interval: interval), steps: steps, known: 1).whole
        let steady = try #require(SteadySteps(account: account, steps: steps))
        // Steps 2 to 41 have ten checkpoints in them, the share of forty steps.
        let training = account.course.filter { $0.kind == .training }
        let span = (training[steps - 1].end - training[0].end).seconds
        #expect(abs(steady.outlay(ofSteps: 40).seconds / span - 1) < 1e-9)
        #expect(steady.deviation.joules < 1e-2 * steady.mean.joules)
        #expect(abs(steady.outlay(ofSteps: 80).grams / steady.outlay(ofSteps: 40).grams - 2) < 1e-12)
    }
}
