import Accounting
import Advice
import ClusterModel
import Emulation
import Testing
import Units

@Suite struct RankingTests {
    private static func slow() throws -> AdvisedRun {
        try SampleRuns.make(
            SampleRuns.text(nodes: 4, workload: "represents: gpt2-xl")
                .replacing("link: 100 Gb/s", with: "link: 1 Gb/s"), steps: 2)
    }

    @Test("what saves most comes first, what saves less than a thousandth is told apart")
    func order() throws {
        let survey = AdviceSurvey(try Self.slow())
        let saved = survey.ranked.map(\.saved)
        #expect(saved.count > 5 && saved == saved.sorted(by: >))
        #expect(survey.ranked.allSatisfy { Double($0.saved) >= 0.001 * Double(survey.base.total) })
        #expect(!survey.saveNothing.isEmpty)
        #expect(survey.saveNothing.allSatisfy { Double($0.saved) < 0.001 * Double(survey.base.total) })
        let byTime = zip(survey.timeRanks, survey.ranked).sorted { $0.0 < $1.0 }.map(\.1.timeLost)
        #expect(byTime == byTime.sorted() && survey.timeRanks.sorted() == Array(1...saved.count))
    }

    @Test("differences have ranges over draws that both sides share")
    func ranges() throws {
        let survey = AdviceSurvey(try Self.slow(), families: [.network, .region])
        for move in survey.ranked {
            let range = try #require(move.range)
            let central = Double(move.saved) / 1e6
            #expect(range.grams.low < central && central < range.grams.high)
            #expect((0...1).contains(range.certainty))
        }
        // Independent draws of the same run would often call the slower one the better.
        #expect(survey.ranked.contains { $0.move.family == .network && $0.range?.certainty == 1 })
    }

    @Test("the best of each family together save more than the best alone, and as much as such a run of its own")
    func together() throws {
        let run = try Self.slow()
        let survey = AdviceSurvey(run)
        let together = try #require(survey.together)
        #expect(together.parts.count > 1 && together.parts[0].move.name == survey.ranked[0].move.name)
        #expect(together.priced.saved > survey.ranked[0].saved && together.priced.range != nil)
        #expect(!together.parts.contains { $0.move.family == .gradientType })
        #expect(Set(together.parts.map(\.move.family)).count == together.parts.count)
        let own = RunAccount.simulated(
            job: EmulatedJob(cluster: together.priced.outcome.job.cluster), kinds: run.account.kinds)
        let entries = Double(own.ledger.entryCount)
        #expect(abs(Double(together.priced.outcome.operational - own.ledger.total().emissions)) <= entries)
        #expect(together.priced.outcome.makespan == own.clock.makespan())
        #expect(together.priced.saved != together.sumOfParts)
    }

    @Test("families are read from their names")
    func families() throws {
        #expect(try MoveFamily.list(parsing: "start, region,start") == [.region, .start])
        #expect(try MoveFamily.list(parsing: "gradient-dtype") == [.gradientType])
        for (text, words) in [("regoin", "did you mean 'region'?"), ("", "known: "), ("region,", "known: ")] {
            let error = #expect(throws: UnknownMove.self) { _ = try MoveFamily.list(parsing: text) }
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        }
    }
}
