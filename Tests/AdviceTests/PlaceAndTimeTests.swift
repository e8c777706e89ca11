import Accounting
import Advice
import ClusterModel
import Emulation
import Testing
import Units

/// Moves in space and time change neither the timeline nor the hardware.
@Suite struct PlaceAndTimeTests {
    @Test("operation scales with intensity x PUE, to the rounding of the entries; embodied and time stay")
    func region() throws {
        let run = try SampleRuns.make(
            SampleRuns.text(workload: "represents: gpt2-xl\n  gradient_accumulation: 64"))
        let survey = AdviceSurvey(run, families: [.region])
        let google = try #require(survey.priced("in northamerica-northeast1"))
        let region = try #require(Catalog.builtIn.regions["northamerica-northeast1"])
        let grams = region.intensity.central.gramsPerKilowattHour
        // Entries are rounded to a microgram each, once before and once after.
        let entries = Double(2 * run.account.ledger.entryCount)
        let due = Double(survey.base.operational) * grams / 430
        #expect(abs(Double(google.outcome.operational) - due) <= entries && grams < 430)
        #expect(google.savedEmbodied == 0 && google.timeLost == .zero && google.gramsPerHour == nil)
        #expect(google.saved == google.savedOperational && google.saved > 0)

        let azure = try #require(survey.priced("in norwayeast"))
        let facility = try #require(Catalog.builtIn.operators["microsoft"])
        let norway = try #require(Catalog.builtIn.regions["norwayeast"]).intensity.central.gramsPerKilowattHour
        let ratio = norway * facility.pue.central.value / (430 * 1.1)
        #expect(facility.pue.central.value > 1.1)
        #expect(abs(Double(azure.outcome.operational) / (Double(survey.base.operational) * ratio) - 1) < 1e-4)
    }

    @Test("the cleanest regions and one in the same country are priced, never the run's own")
    func regions() throws {
        let names = AdviceSurvey(try SampleRuns.make(), families: [.region]).priced.map(\.move.name)
        #expect(names.count == 4 && !names.contains("in us-central1"))
        #expect(names.contains { $0.hasPrefix("in us-") })
    }

    @Test("a region with the same electricity and the same PUE saves nothing, and it is said")
    func sameElectricity() throws {
        let cleanest = try #require(
            AdviceSurvey(try SampleRuns.make(), families: [.region]).ranked.first?.move.name.dropFirst(3))
        let region = try #require(Catalog.builtIn.regions[String(cleanest)])
        let pue = try #require(Catalog.builtIn.operators[region.operatorName]).pue.central.value
        let grams = region.intensity.central.gramsPerKilowattHour
        let text = SampleRuns.text(site: "home", sites: "home: { pue: \(pue), intensity: \(grams) g/kWh }")
        let survey = AdviceSurvey(try SampleRuns.make(text), families: [.region])
        #expect(survey.ranked.isEmpty && survey.together == nil)
        #expect(survey.saveNothing.first?.move.name == "in \(cleanest)" && survey.saveNothing.first?.saved == 0)
    }

    @Test("nodes at several sites do not move")
    func severalSites() throws {
        let text = SampleRuns.text(sites: "us-central1: { pue: 1.10, intensity: 430 g/kWh }")
            .replacing(
                "fabric:",
                with: """
                      - count: 1
                        accelerators: { model: a100-sxm4-80gb, count: 2, interconnect: nvlink3 }
                        host: { cpu: epyc-7742, memory: 256 GB }
                        nic: { model: connectx-6-100g }
                        storage: { model: nvme-gen4 }
                        site: fr
                    fabric:
                    """)
        let survey = AdviceSurvey(try SampleRuns.make(text), families: [.region, .nodes])
        #expect(survey.priced.isEmpty && survey.leftOut.map(\.family) == [.region, .nodes])
    }

    /// The run's operational micrograms if every hour had `grams`: what a computation by hand scales.
    private static func constant(_ grams: Int) throws -> AdviceSurvey {
        let text = SampleRuns.text(sites: "us-central1: { pue: 1.10, intensity: \(grams) g/kWh }")
        return AdviceSurvey(try SampleRuns.make(text), families: [])
    }

    @Test("with one clean hour the job starts then, and saves what a computation by hand says")
    func cleanHour() throws {
        var hours = [Int](repeating: 400, count: 30)
        hours[7] = 50
        let survey = AdviceSurvey(
            try SampleRuns.make(SampleRuns.text(sites: SampleRuns.hourly(hours))), families: [.start])
        let best = try #require(survey.ranked.first)
        #expect(survey.priced.count == 1 && best.move.name == "start 7 h later")
        #expect(survey.base.makespan < .seconds(3600) && best.timeLost == .seconds(7 * 3600))
        // All of the job lies within the hour.
        #expect(survey.base.operational == (try Self.constant(400)).base.operational)
        #expect(best.outcome.operational == (try Self.constant(50)).base.operational)
        let perHour = Double(best.saved) / 1e6 / 7
        let gramsPerHour = try #require(best.gramsPerHour)
        #expect(best.savedEmbodied == 0 && abs(gramsPerHour - perHour) <= 1e-9 * perHour)
        // Both sides share the unknowns: the hours' mean scales both.
        #expect(best.range?.certainty == 1)
    }

    @Test("a cleaner hour after more than a day is a move of its own")
    func week() throws {
        var hours = [Int](repeating: 400, count: 200)
        hours[7] = 300
        hours[100] = 50
        let survey = AdviceSurvey(
            try SampleRuns.make(SampleRuns.text(sites: SampleRuns.hourly(hours))), families: [.start])
        #expect(survey.ranked.map(\.move.name) == ["start 100 h later", "start 7 h later"])
        #expect(survey.timeRanks == [2, 1])
    }

    @Test("on a flat series no hour saves anything, and it is said")
    func flat() throws {
        let text = SampleRuns.text(sites: SampleRuns.hourly([Int](repeating: 400, count: 30)))
        let survey = AdviceSurvey(try SampleRuns.make(text), families: [.start])
        #expect(survey.ranked.isEmpty)
        #expect(survey.saveNothing.map(\.move.name) == ["start 1 h later"] && survey.saveNothing[0].saved == 0)
    }

    @Test("a series that the run outlasts, or none at all, is a reason and no move")
    func noHours() throws {
        let short = AdviceSurvey(
            try SampleRuns.make(SampleRuns.text(sites: SampleRuns.hourly([400]))), families: [.start])
        #expect(short.priced.isEmpty && short.leftOut[0].reason.contains("within the hourly series"))
        let none = AdviceSurvey(try SampleRuns.make(), families: [.start])
        #expect(none.priced.isEmpty && none.leftOut[0].reason.contains("no site has an hourly series"))
    }

    @Test("a region of the catalog has no hours: the move says that the series is lost")
    func lostSeries() throws {
        var hours = [Int](repeating: 400, count: 30)
        hours[7] = 300
        let survey = AdviceSurvey(
            try SampleRuns.make(SampleRuns.text(sites: SampleRuns.hourly(hours))), families: [.region, .start])
        let best = try #require(survey.ranked.first)
        #expect(best.move.family == .region && best.move.assumptions.contains { $0.contains("series") })
        // They exclude each other, so that nothing goes together.
        #expect(survey.ranked.contains { $0.move.family == .start } && survey.together == nil)
    }
}
