import ClusterModel
import Testing
import Units

/// Published facts, typed again by hand from the table of facts, against the figures of the built-in catalog.
@Suite("Figures of the catalog and published facts")
struct CatalogFactTests {
    private static let figures: [String: CatalogFigure] = {
        let pairs = CatalogListing.builtIn.entries.flatMap { entry in
            entry.fields.compactMap { field -> (String, CatalogFigure)? in
                guard case .figure(let figure) = field.content else { return nil }
                return (entry.path(of: field), figure)
            }
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }()

    private func expect(_ path: String, _ value: String) {
        let figure = Self.figures[path]
        let text = figure.map { $0.central.text + ($0.unit.isEmpty ? "" : " " + $0.unit) }
        #expect(text == value, "\(path) is \(text ?? "missing"), but published as \(value)")
    }

    @Test("Grid intensity of countries, 2023 or 2022")
    func countries() {
        let facts = """
            us 369 ca 170 mx 507 br 98 cl 291 ar 354 co 260 de 381 fr 56 gb 238 es 174 it 331 pt 166 nl 268 be 138 ch 35 \
            at 111 pl 662 cz 450 hu 204 ro 241 se 41 no 30 fi 79 dk 152 ie 291 gr 337 ee 417 is 28 cn 582 in 713 jp 485 \
            kr 431 tw 642 sg 471 hk 699 id 676 my 606 th 550 vn 475 ph 611 au 549 nz 113 za 708 eg 570 ke 70 ng 523 \
            sa 707 ae 561 il 583 tr 465 ru 441 kz 821 world 475
            """.split(separator: " ")
        #expect(facts.count == 2 * 54)
        for index in stride(from: 0, to: facts.count, by: 2) {
            expect("regions.\(facts[index]).intensity", "\(facts[index + 1]) g/kWh")
            let year = ["is", "hk", "id", "my", "sa", "ae", "il"].contains(facts[index]) ? 2022 : 2023
            #expect(Self.figures["regions.\(facts[index]).intensity"]?.year == year)
        }
    }

    @Test("Published grid figures of Google Cloud regions")
    func google() {
        let facts: [(String, Int)] = [
            ("us-central1", 430), ("us-east1", 560), ("us-east4", 322), ("us-west1", 94), ("us-west2", 198),
            ("europe-north1", 46), ("europe-west1", 122), ("europe-west2", 136), ("europe-west3", 345),
            ("europe-west4", 236), ("europe-west6", 59), ("europe-west9", 34), ("europe-central2", 723),
            ("northamerica-northeast1", 2), ("southamerica-east1", 56), ("asia-northeast1", 459),
            ("asia-southeast1", 369), ("asia-south1", 648), ("australia-southeast1", 501), ("africa-south1", 646),
        ]
        for (region, value) in facts { expect("regions.\(region).intensity", "\(value) g/kWh") }
    }

    @Test(
        "Figures of devices and operators",
        arguments: [
            ("accelerators.v100-sxm2-32gb.peak_rate", "125 TFLOP/s"), ("accelerators.v100-sxm2-32gb.tdp", "300 W"),
            ("accelerators.v100-sxm2-32gb.memory_bandwidth", "900 GB/s"),
            ("accelerators.a100-sxm4-40gb.peak_rate", "312 TFLOP/s"), ("accelerators.a100-sxm4-40gb.tdp", "400 W"),
            ("accelerators.a100-sxm4-40gb.memory_bandwidth", "1555 GB/s"),
            ("accelerators.a100-sxm4-80gb.peak_rate", "312 TFLOP/s"), ("accelerators.a100-sxm4-80gb.tdp", "400 W"),
            ("accelerators.a100-sxm4-80gb.memory_bandwidth", "2040 GB/s"),
            ("accelerators.h100-sxm5-80gb.peak_rate", "989 TFLOP/s"), ("accelerators.h100-sxm5-80gb.tdp", "700 W"),
            ("accelerators.h100-sxm5-80gb.memory_bandwidth", "3350 GB/s"),
            ("accelerators.h100-sxm5-80gb.embodied", "164 kg"),
            ("accelerators.tpu-v2.peak_rate", "46 TFLOP/s"), ("accelerators.tpu-v2.tdp", "280 W"),
            ("accelerators.tpu-v3.peak_rate", "123 TFLOP/s"), ("accelerators.tpu-v3.tdp", "450 W"),
            ("accelerators.tpu-v4.peak_rate", "275 TFLOP/s"),
            ("cpus.epyc-7543.tdp", "225 W"), ("cpus.epyc-7742.tdp", "225 W"), ("cpus.epyc-7763.tdp", "280 W"),
            ("cpus.epyc-9554.tdp", "360 W"), ("cpus.epyc-9654.tdp", "360 W"), ("cpus.xeon-6148.tdp", "150 W"),
            ("cpus.xeon-8168.tdp", "205 W"), ("cpus.xeon-8275cl.tdp", "240 W"), ("cpus.xeon-8380.tdp", "270 W"),
            ("cpus.xeon-8480+.tdp", "350 W"),
            ("memory.rdimm-64gb.power", "5 W"),
            ("operators.average.pue", "1.56"), ("operators.average-2023.pue", "1.58"), ("operators.aws.pue", "1.15"),
            ("operators.google.pue", "1.1"), ("operators.meta.pue", "1.08"), ("operators.microsoft.pue", "1.18"),
            ("operators.equinix.pue", "1.42"),
            ("switches.qm9700.power", "747 W"), ("switches.qm9790.power", "640 W"), ("switches.sn4600c.power", "466 W"),
            ("switches.sn4600.power", "600 W"), ("switches.sn5600.power", "940 W"),
            ("switches.1gbe-24.power", "22.8 W"),
            ("switches.qm9700.ports", "64"), ("switches.qm9700.port_bandwidth", "400 Gb/s"),
            ("switches.sn4600c.port_bandwidth", "100 Gb/s"), ("switches.sn5600.port_bandwidth", "800 Gb/s"),
            ("optics.400g-sr4.power", "8 W"), ("optics.400g-dr4.power", "9 W"), ("optics.800g-2xsr4.power", "15 W"),
            ("optics.800g-2xdr4.power", "17 W"), ("optics.qsfp28-sr4.power", "3.5 W"), ("optics.200g-sr4.power", "6 W"),
            ("optics.passive-copper.power", "0 W"), ("hosts.dgx-h100.rated_power", "10.2 kW"),
            ("accelerators.a100-sxm4-80gb.memory_capacity", "80 GB"), ("accelerators.tpu-v3.memory_capacity", "32 GiB"),
        ])
    func devices(path: String, value: String) { expect(path, value) }

    @Test("Published ranges lie within low and high")
    func ranges() {
        let facts: [(String, Double, Double)] = [
            ("accelerators.a100-sxm4-80gb.idle_power", 50, 60), ("accelerators.h100-sxm5-80gb.idle_power", 60, 75),
            ("storage.hdd.idle_power", 4.3, 6.5), ("storage.hdd.active_power", 7, 9.5),
            ("storage.nvme-gen4.idle_power", 1, 3), ("storage.nvme-gen4.active_power", 2, 10),
            ("optics.10gbase-t.power", 2, 6), ("nics.connectx-5-100g.power", 16, 20),
            ("nics.connectx-6-200g.power", 20, 24), ("nics.connectx-7-400g.power", 25, 25),
            ("accelerators.v100-sxm2-32gb.embodied", 9.8, 150), ("accelerators.a100-sxm4-80gb.embodied", 150, 318),
        ]
        for (path, low, high) in facts {
            let figure = Self.figures[path]
            #expect(figure.map { Double($0.low.text)! <= low && high <= Double($0.high.text)! } == true, "\(path)")
        }
    }

    @Test("active_power is no TDP: it is below the rating at the value, and at most the rating at the high end")
    func activePower() {
        var compared = 0
        for (section, names) in [
            ("accelerators", Catalog.builtIn.accelerators.keys.sorted()), ("cpus", Catalog.builtIn.cpus.keys.sorted()),
        ] {
            for name in names {
                guard let active = Self.figures["\(section).\(name).active_power"],
                    let tdp = Self.figures["\(section).\(name).tdp"], name != "cpu-only"
                else { continue }
                #expect(active.central.count < tdp.central.count, "\(section).\(name)")
                #expect(active.high.count <= tdp.central.count, "\(section).\(name)")
                compared += 1
            }
        }
        #expect(compared >= 22)
    }

    @Test("A chip draws less than the system watts a chip that were measured with its share of the host")
    func systemPower() {
        for (name, watts) in [
            ("p100-sxm2-16gb", 296.0), ("v100-sxm2-32gb", 330), ("tpu-v2", 208), ("tpu-v3", 245), ("tpu-v4", 326),
        ] {
            let figure = Self.figures["accelerators.\(name).active_power"]
            #expect(figure.map { Double($0.central.count) / 1e6 < watts } == true, "\(name)")
        }
    }

    @Test("A cloud region that stands in for its grid says so, and its range is honest")
    func standIns() throws {
        let foreign = CatalogListing.builtIn.entries.filter { entry in
            entry.section == "regions"
                && entry.fields.contains { $0.content == .fact("aws") || $0.content == .fact("microsoft") }
        }
        #expect(foreign.count == 32 + 42)
        for entry in foreign {
            let figure = try #require(Self.figures["\(entry.path).intensity"])
            #expect(figure.confidence == .assumption && figure.source.hasPrefix("grid of "), "\(entry.path)")
            #expect(
                figure.low.count < figure.central.count && figure.central.count < figure.high.count, "\(entry.path)")
        }
    }
}
