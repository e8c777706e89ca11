import Accounting
import ClusterModel
import Emulation
import TestSupport
import Testing
import Units

@Suite("CPUs that are charged by a load curve")
struct LoadCurveTests {
    private static func curve(_ shares: [(percent: Int64, share: String)], exponent: Int = 1) -> LoadCurve {
        LoadCurve(
            name: "test",
            points: shares.map { percent, share in
                LoadCurve.Point(
                    load: Ratio(count: percent * Ratio.scale / 100),
                    share: exactly("curve.at_\(percent)", quantity(share)))
            }, exponent: exponent)
    }

    private static let boavizta = curve([(0, "0.12"), (10, "0.32"), (50, "0.75"), (100, "1.02")])

    private static func loads(_ curve: LoadCurve, computing: Estimate<Ratio>? = nil) -> CPUPower {
        .loadCurve(
            CPULoads(
                curve: curve, computing: computing ?? exactly("computing", quantity("15 %")),
                waiting: exactly("waiting", quantity("5 %")), storage: exactly("storage", quantity("60 %"))))
    }

    /// With stalls of storage and waits, so that every activity has its time.
    private static func run(_ power: CPUPower, kind: AcceleratorModel.Kind = .device) -> RunAccount {
        var fixture = Fixture(nodes: 3, accelerators: 8)
        fixture.jitter = quantity("2 %")
        fixture.bucketSize = quantity("40 kB")
        fixture.checkpointInterval = 2
        fixture.link = quantity("1 Gb/s")
        fixture.cpuPower = power
        fixture.acceleratorKind = kind
        return RunAccount.simulated(job: EmulatedJob(cluster: fixture.cluster), steps: 5)
    }

    @Test("The energy of a run is what the curve gives by hand for each cause")
    func byHand() {
        let ledger = Self.run(Self.loads(Self.boavizta)).ledger
        // Of 200 W: 0.32 + 5/40 · 0.43 = 0.37375; 0.12 + 1/2 · 0.2 = 0.22; 0.75 + 1/5 · 0.27 = 0.804.
        for cause in Cause.allCases {
            // The memory's 80 W run through the same activities.
            let sum = { (wanted: Component) in
                Double(ledger.total { component, _, _, why in component == wanted && why == cause }.energy) * 1e-9
            }
            let seconds = sum(.memory) / 80
            let watts =
                switch cause {
                case .useful, .slowedByCommunication: 74.75
                case .storageStall: 160.8
                default: 44.0
                }
            #expect(abs(sum(.cpu) - 2 * watts * seconds) < 1e-6, "\(cause)")
            if [.useful, .storageStall, .bandwidth].contains(cause) { #expect(seconds > 0) }
        }
    }

    @Test("A flat curve at the active power books what no curve does, to the last unit")
    func flat() {
        let flat = Self.run(Self.loads(Self.curve([(0, "0.45"), (100, "0.45")])))
        let plain = Self.run(.activePower)
        #expect(flat.ledger.total() == plain.ledger.total() && flat.ledger.entryCount == plain.ledger.entryCount)
        #expect(flat.booked == plain.booked && flat.course == plain.course)
    }

    @Test("More load never takes less energy", arguments: 0..<20)
    func monotone(index: Int) {
        let total = { (percent: Int) in
            Self.run(
                Self.loads(Self.boavizta, computing: exactly("computing", quantity("\(percent) %")))
            ).ledger.total().energy
        }
        #expect(total(5 * index) < total(5 * index + 5))
    }

    @Test("Where the accelerator is the CPU, it is charged once")
    func onceOnly() {
        let account = Self.run(Self.loads(Self.boavizta), kind: .cpu)
        #expect(account.ledger.total { component, _, _, _ in component == .cpu } == LedgerTotal())
        #expect(account.ledger.total { component, _, _, _ in component == .accelerator }.energy > 0)
    }

    @Test("A narrower range of a load narrows the range of the total, and a certain one leaves none")
    func narrowerLoad() {
        let widths = [("2 %", "60 %"), ("10 %", "20 %"), ("15 %", "15 %")].map { low, high in
            let load = Estimate<Ratio>(
                name: "computing", low: quantity(low), central: quantity("15 %"), high: quantity(high),
                source: "a test", year: 2026, confidence: .assumption)
            let account = Self.run(Self.loads(Self.boavizta, computing: load))
            let ranges = Self.ranges(account)
            return ranges.joules.high - ranges.joules.low
        }
        #expect(widths[0] > 2 * widths[1] && widths[1] > 0 && widths[2] == 0)
    }

    @Test("The range of every total narrows when that of a constant does")
    func narrowerConstant() {
        let ranges = [("0.1", "0.8"), ("0.3", "0.5"), ("0.38", "0.42")].map { low, high in
            var fixture = Fixture(nodes: 3, accelerators: 8)
            fixture.link = quantity("1 Gb/s")
            fixture.stallPowerFraction = Estimate(
                name: "stall", low: quantity(low), central: quantity("0.4"), high: quantity(high), source: "a test",
                year: 2026, confidence: .assumption)
            return Self.ranges(RunAccount.simulated(job: EmulatedJob(cluster: fixture.cluster), steps: 5))
        }
        let totals: [KeyPath<Ranges, Interval>] = [\.joules, \.grams, \.networkGrams, \.againstIdealGrams]
        for total in totals {
            let widths = ranges.map { $0[keyPath: total].high - $0[keyPath: total].low }
            #expect(widths[0] > widths[1] && widths[1] > widths[2] && widths[2] > 0)
            for (wide, narrow) in zip(ranges, ranges.dropFirst()) {
                #expect(wide[keyPath: total].low < narrow[keyPath: total].low)
                #expect(narrow[keyPath: total].high < wide[keyPath: total].high)
            }
        }
    }

    private static func ranges(_ account: RunAccount) -> Ranges {
        Ranges(
            job: account.job, usage: account.usage, ideal: account.idealUsage, makespan: account.clock.makespan(),
            seed: 1)
    }
}
