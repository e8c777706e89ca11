import ClusterModel
import Testing
import Units

@Suite("Load curves of CPUs")
struct LoadCurveTests {
    private static func parse(_ assumptions: String, _ more: String = "") throws -> ClusterFile.Loaded {
        let text = ShippedClusters.text(of: "default")! + "assumptions:\n  \(assumptions)\n\(more)\n"
        return try ClusterFile.parse(text: text, path: "curve.yaml")
    }

    private static func share(_ curve: String, _ load: String) throws -> Ratio {
        try #require(Catalog.builtIn.loadCurves[curve]).share(
            at: try Ratio(parsing: load), constants: CentralValues())
    }

    @Test(
        "The named curves go through the points that their tools publish",
        arguments: [
            ("boavizta", "0 %", "0.12"), ("boavizta", "10 %", "0.32"), ("boavizta", "30 %", "0.535"),
            ("boavizta", "50 %", "0.75"), ("boavizta", "100 %", "1.02"), ("codecarbon", "0 %", "0.1"),
            ("codecarbon", "5 %", "0.1"), ("codecarbon", "50 %", "0.5"), ("codecarbon", "75 %", "0.75"),
            ("codecarbon", "100 %", "1"), ("cubic", "0 %", "0.1"), ("cubic", "50 %", "0.2125"),
            ("cubic", "10 %", "0.1009"), ("cubic", "33.3 %", "0.1332333333"), ("cubic", "100 %", "1"),
        ])
    func published(curve: String, load: String, share: String) throws {
        let expected = try Ratio(parsing: String(share.prefix(11)))
        #expect(abs(try Self.share(curve, load).count - expected.count) <= (load == "33.3 %" ? 2000 : 0))
    }

    @Test("No curve falls with load, at any end of its range", arguments: ["boavizta", "codecarbon", "cubic"])
    func monotone(name: String) throws {
        let curve = try #require(Catalog.builtIn.loadCurves[name])
        for draw in 0..<3 {
            let ends: [Ratio] = try (0...200).map { half in
                let load = Ratio(count: Int64(half) * Ratio.scale / 200)
                switch draw {
                case 0: return curve.share(at: load, constants: CentralValues())
                default:
                    let isHigh = draw == 1
                    let point = try #require(curve.points.last)
                    return curve.share(at: load, constants: OneAtBound(name: point.share.name, isHigh: isHigh))
                }
            }
            #expect(zip(ends, ends.dropFirst()).allSatisfy { $0 <= $1 })
            #expect(ends[0] < ends[200])
        }
    }

    @Test("Without a word CPUs draw their active power; with one, what a curve says of their TDP")
    func chosen() throws {
        let plain = try ClusterFile.load(path: "default").cluster
        #expect(plain.assumptions.cpuPower == .activePower)
        let cluster = try Self.parse("cpu_power: load-curve").cluster
        let group = cluster.nodes[0]
        guard case .loadCurve(let loads) = cluster.assumptions.cpuPower else {
            Issue.record("no curve")
            return
        }
        #expect(loads.curve.name == "boavizta" && loads.computing.name == "assumptions.cpu_load_computing")
        let power = { (activity: CPUActivity, cluster: Cluster) in
            group.cpuPower(activity, by: cluster.assumptions.cpuPower)
        }
        // Two sockets of 225 W: 0.37375 at 15 %, 0.32 at 10 %.
        #expect(power(.computing, cluster).central == Power(count: 2 * 84_093_750))
        #expect(power(.waiting, cluster).central == Power(count: 2 * 72_000_000))
        #expect(power(.computing, cluster).low < power(.computing, cluster).central)
        let node = NodePower(of: group, assumptions: cluster.assumptions)
        let usual = NodePower(of: group, assumptions: plain.assumptions)
        #expect(node.computing.central - usual.computing.central == Power(count: 2 * (84_093_750 - 90_000_000)))
        #expect(node.waiting.central - usual.waiting.central == Power(count: 2 * (72_000_000 - 90_000_000)))
    }

    @Test("A file may name a curve, write out its own, or give a CPU one that goes before")
    func own() throws {
        let own = try Self.parse(
            "{ cpu_power: load-curve, load_curve: { at_0: 0.2, at_40: 50 %, at_100: 1.1 }, cpu_load_computing: 70 % }")
        let mine = "catalog: { load_curves: { mine: { at_0: 0.5, at_100: 0.5 } }, "
        let cpu = try Self.parse(
            "{ cpu_power: load-curve, load_curve: cubic }", mine + "cpus: { epyc-7742: { load_curve: mine } } }")
        let named = try Self.parse("{ cpu_power: load-curve, load_curve: cubic, cpu_load_computing: 50 % }")
        // 0.5 + 1/2 · 0.6 = 0.8; 0.5; 0.2125.
        for (loaded, watts) in [(own, 180_000_000), (cpu, 112_500_000), (named, 47_812_500)] {
            let cluster = loaded.cluster
            let power = cluster.nodes[0].cpuPower(.computing, by: cluster.assumptions.cpuPower)
            #expect(power.central == Power(count: 2 * Int64(watts)) && loaded.warnings.isEmpty)
        }
    }

    @Test(
        "A bad curve is refused where it stands",
        arguments: [
            ("load_curve: { at_0: 0.1, at_50: 0.6, at_70: 0.5, at_100: 1 }", "at_70 is below at_50"),
            ("load_curve: { at_0: 0.1, at_50: 0.6 }", "lacks 'at_100'"),
            ("load_curve: { at_10: 0.1, at_100: 1 }", "lacks 'at_0'"),
            ("load_curve: { at_0: 0.1, at_100: 5.1 }", "at_100 is 5.1, but must be from 0 to 5"),
            ("load_curve: { at_0: 0.1, at_100: 1, at_110: 1 }", "unknown key 'at_110'"),
            ("load_curve: { at_0: 0.1, at_100: watts }", "at_100"),
            ("load_curve: { at_0: 0.1, at_50: 0.2, at_100: 1, exponent: 3 }", "exponent bends a curve of two points"),
            ("load_curve: { at_0: 0.1, at_100: 1, exponent: 9 }", "exponent is 9"),
            ("load_curve: boavista", "no 'boavista' under load_curves; did you mean 'boavizta'?"),
            ("load_curve: [0.1, 1]", "must be a mapping"),
            ("cpu_power: loadcurve", "did you mean 'load-curve'?"),
            ("cpu_load_waiting: 110 %", "cpu_load_waiting is 110 %, but must be from 0 to 1"),
        ])
    func wrong(line: String, message: String) throws {
        let error = #expect(throws: ClusterFileError.self) { try Self.parse(line) }
        let problems = try #require(error?.problems)
        #expect(problems.count == 1 && problems[0].message.contains("assumptions"))
        #expect(problems[0].description.contains(message), "\(problems[0])")
        #expect(problems[0].location.file == "curve.yaml" && problems[0].location.line > 20)
    }

    @Test("A curve in the catalog is checked as one in the file is, and a curve without a TDP is refused")
    func wrongCatalog() throws {
        let cases = [
            ("{ load_curves: { mine: { at_0: 0.5, at_100: 0.4 } } }", "load_curves.mine.at_100 is below at_0"),
            ("{ cpus: { epyc-7742: { load_curve: yours } } }", "the catalog has no 'yours' under load_curves"),
            (
                "{ cpus: { bare: { active_power: 9 W, idle_power: 1 W, embodied: 1 kg } } }",
                "the catalog has none of bare"
            ),
        ]
        for (catalog, message) in cases {
            let text = try #require(ShippedClusters.text(of: "default"))
                .replacing("cpu: epyc-7742", with: message.contains("bare") ? "cpu: bare" : "cpu: epyc-7742")
            let error = #expect(throws: ClusterFileError.self) {
                try ClusterFile.parse(
                    text: text + "assumptions: { cpu_power: load-curve }\ncatalog: \(catalog)\n", path: "c.yaml")
            }
            #expect(error?.description.contains(message) == true, "\(String(describing: error))")
        }
    }

    @Test("What is said of a curve without one in use draws a warning")
    func unused() throws {
        for line in ["load_curve: cubic", "cpu_load_storage: 5 %"] {
            let warnings = try Self.parse(line).warnings
            #expect(
                warnings.count == 1 && warnings[0].description.contains("is not used, as cpu_power is active-power"))
        }
    }

    @Test("Where the CPU is the accelerator it is not charged twice, and needs no TDP")
    func cpuOnly() throws {
        let text = try #require(ShippedClusters.text(of: "laptop"))
        let cluster = try ClusterFile.parse(
            text: text + "assumptions: { cpu_power: load-curve }\n", path: "laptop.yaml"
        ).cluster
        let group = cluster.nodes[0]
        #expect(group.accelerator.kind == .cpu && group.cpu.tdp == nil)
        for activity in CPUActivity.allCases {
            #expect(group.cpuPower(activity, by: cluster.assumptions.cpuPower).high == .zero)
            #expect(group.cpuPower(activity, by: .activePower).central == .watts(2))
        }
        #expect(try ClusterFile.load(path: "default").cluster.nodes[0].accelerator.kind == .device)
    }
}
