import ClusterModel
import Estimation
import Testing
import Units

@Suite struct RingwattTests {
    @Test("one node by hand: 4164 W x 100 h x 1.1 x 430 g/kWh, exact")
    func node() throws {
        // 8 x 360 + 2 x 90 + 16 x 5 + 1000 + 20 + 2 x 2 W
        let ours = RingwattEstimate(try Questions.make())
        #expect(ours.energy.central == 458_040 * 3_600_000_000_000)
        #expect(ours.emissions.central == 196_957_200_000)
        // 8 x 150 + 2 x 100 + 16 x 57 + 1500 + 12 + 2 x 70 = 3964 kg, x 100 / 35064, each part rounded once.
        #expect(abs(ours.embodied.central - 3_964_000_000_000 * 100 / 35_064) <= 3)
    }

    @Test("both corners by hand")
    func corners() throws {
        let ours = RingwattEstimate(try Questions.make())
        // Low: 8 x 300 + 2 x 50 + 16 x 3 + 600 + 14 + 2 x 1 = 3164 W, x 1.08 x 387 g/kWh.
        #expect(ours.emissions.low == 132_242_544_000)
        // High: 8 x 400 + 2 x 170 + 16 x 7 + 1400 + 24 + 2 x 3 = 5082 W, x 1.12 x 473 g/kWh.
        #expect(ours.emissions.high == 269_224_032_000)
        // A long life is the low end: 1996 kg over five years, 7954 kg over three.
        #expect(abs(ours.embodied.low - 1_996_000_000_000 * 100 / 43_830) <= 3)
        #expect(abs(ours.embodied.high - 7_954_000_000_000 * 100 / 26_298) <= 3)
    }

    @Test("no draw of the constants lies outside the corners", arguments: ["100%", "35%", "0"])
    func draws(utilization: String) throws {
        let question = try Questions.make { $0.utilization = utilization }
        let ours = RingwattEstimate(question)
        for draw in 0..<300 {
            let account = RingwattAccount(question, constants: DrawnValues(seed: 7, draw: draw))
            #expect((ours.emissions.low...ours.emissions.high).contains(account.micrograms), "draw \(draw)")
            #expect((ours.embodied.low...ours.embodied.high).contains(account.embodiedMicrograms), "draw \(draw)")
            #expect((ours.energy.low...ours.energy.high).contains(account.nanojoules), "draw \(draw)")
        }
    }

    @Test("an idle hour draws idle power; between, it is linear: 55 + 0.5 x 305 W an accelerator")
    func utilization() throws {
        func energy(_ share: String) throws -> Int128 {
            RingwattEstimate(
                try Questions.make(hours: "1") {
                    $0.utilization = share
                    $0.pue = "1"
                }
            ).energy.central
        }
        let hour: Int128 = 3_600_000_000_000
        #expect(try energy("0") == (8 * 55 + 1284) * hour)
        #expect(try energy("50%") == (8 * 415 / 2 + 1284) * hour)
        #expect(try energy("1") == (8 * 360 + 1284) * hour)
    }

    @Test("nodes are whole: nine accelerators need two of them, and hours count in billionths")
    func nodes() throws {
        let question = try Questions.make(count: 9, hours: "0.000000001") { $0.pue = "1" }
        #expect(question.nodes == 2)
        // (9 x 360 + 2 x 1284) W for 3.6 us = 5808 x 3600 nJ.
        #expect(RingwattEstimate(question).energy.central == 5808 * 3600)
    }

    @Test("the largest question that is believed still has an exact answer")
    func largest() throws {
        let ours = RingwattEstimate(
            try Questions.make(count: 1_000_000, hours: "1000000", region: "kz") { $0.perNode = 1 })
        #expect(ours.emissions.low < ours.emissions.central && ours.emissions.central < ours.emissions.high)
        let single = RingwattEstimate(try Questions.make(count: 1, hours: "1", region: "kz"))
        // A million nodes of one for a million hours are as many times one: a part's rounding is all that differs.
        #expect(abs(ours.emissions.central - single.emissions.central * 1_000_000_000_000) <= 7 * 1_000_000_000_000)
    }
}
