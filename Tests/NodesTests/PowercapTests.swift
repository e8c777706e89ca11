import Foundation
import Nodes
import Testing

@Suite("Energy counters of the processors")
struct PowercapTests {
    private func reader(_ host: borrowing FakeHost) throws(PowercapReader.Absence) -> PowercapReader {
        try PowercapReader(root: host.powercap, files: host.files, now: .zero)
    }

    @Test("Packages are added up; cores, memory and the platform are not", arguments: ["intel-rapl", "amd-rapl"])
    func packages(kind: String) throws {
        let host = try FakeHost()
        let zones: [(String, String, UInt64)] = [
            (":0", "package-0", 1_000_000), (":1", "package-1", 2_000_000), (":0:0", "core", 700_000),
            (":0:1", "dram", 400_000), (":1:0", "dram", 500_000), (":2", "psys", 9_000_000),
        ]
        for (id, name, _) in zones { try host.zone(kind + id, name: name, microjoules: 5_000_000) }
        var reader = try reader(host)
        for (id, _, joules) in zones { try host.energy(kind + id, "\(5_000_000 + joules)") }
        reader.sample(now: .seconds(5))
        #expect(try reader.joules(at: .seconds(5)) == 3)
        let counted = Dictionary(uniqueKeysWithValues: reader.counted.map { ($0.zone.name, $0.joules) })
        #expect(
            counted == [
                "package-0": 1, "package-1": 2, "package-0/dram": 0.4, "package-1/dram": 0.5, "psys": 9,
            ])
        #expect(host.answers.count("\(kind):0:0/energy_uj") == 0)
    }

    @Test(
        "The real tree of nested zones and the class folder of links to them give the same", arguments: [true, false])
    func links(isClass: Bool) throws {
        let host = try FakeHost()
        let nested = "intel-rapl/intel-rapl:0"
        try host.zone(nested, name: "package-0", microjoules: 0)
        try host.zone(nested + "/intel-rapl:0:0", name: "dram", microjoules: 0)
        let manager = FileManager.default
        try manager.createSymbolicLink(
            atPath: host.powercap + "/" + nested + "/subsystem", withDestinationPath: host.powercap)
        let links = host.root + "/class"
        try manager.createDirectory(atPath: host.root + "/links", withIntermediateDirectories: true)
        try manager.createSymbolicLink(atPath: links, withDestinationPath: host.root + "/links")
        for path in ["intel-rapl", nested, nested + "/intel-rapl:0:0"] {
            let name = try #require(path.split(separator: "/").last)
            try manager.createSymbolicLink(
                atPath: links + "/" + name, withDestinationPath: host.powercap + "/" + path)
        }
        var reader = try PowercapReader(root: isClass ? links : host.powercap, files: host.files, now: .zero)
        #expect(reader.counted.map(\.zone.name) == ["package-0", "package-0/dram"])
        try host.energy(nested, "250000")
        reader.sample(now: .seconds(1))
        #expect(try reader.joules(at: .seconds(1)) == 0.25)
    }

    @Test("A package that MSR and MMIO both show counts once")
    func interfaces() throws {
        let host = try FakeHost()
        for kind in ["intel-rapl-mmio", "intel-rapl"] {
            try host.zone("\(kind):0", name: "package-0", microjoules: 0)
            try host.zone("\(kind):0:0", name: "dram", microjoules: 0)
        }
        var reader = try reader(host)
        try host.energy("intel-rapl:0", "3000000")
        try host.energy("intel-rapl-mmio:0", "2900000")
        reader.sample(now: .seconds(1))
        #expect(try reader.joules(at: .seconds(1)) == 3)
        #expect(reader.counted.map(\.zone.name) == ["package-0", "package-0/dram"])
    }

    @Test(
        "Dies that mirror the counter of their package count once, dies with counters of their own each",
        arguments: [(7_000_900_000, 2.0), (9_000_000_000, 3.0)] as [(UInt64, Double)])
    func dies(second: UInt64, joules: Double) throws {
        let host = try FakeHost()
        try host.zone("intel-rapl:0", name: "package-0-die-0", microjoules: 7_000_000_000)
        try host.zone("intel-rapl:1", name: "package-0-die-1", microjoules: second)
        // Of another package, an equal counter is a coincidence.
        try host.zone("intel-rapl:2", name: "package-1-die-0", microjoules: 7_000_000_000)
        var reader = try reader(host)
        for (id, start) in [(0, 7_000_000_000), (1, second), (2, 7_000_000_000)] {
            try host.energy("intel-rapl:\(id)", "\(start + 1_000_000)")
        }
        reader.sample(now: .seconds(1))
        #expect(try reader.joules(at: .seconds(1)) == joules)
    }

    @Test(
        "A counter that wraps around often, sampled at any times and failing at some, loses nothing", arguments: 0..<8)
    func wrap(seed: UInt64) throws {
        let host = try FakeHost()
        let range: UInt64 = 65_532_610_987
        var state = seed
        let draw = { (bound: UInt64) -> UInt64 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        var truth = range - draw(1_000_000)
        let start = truth
        try host.zone("intel-rapl:0", name: "package-0", microjoules: truth, range: range)
        var reader = try reader(host)
        var now = Duration.zero
        for sample in 0..<400 {
            let seconds = 1 + draw(10)
            now += .seconds(Int(seconds))
            truth += seconds * (300_000_000 + draw(500_000_000))
            let isBad = sample % 5 < 2 && sample < 399
            try host.energy(
                "intel-rapl:0", isBad ? ["", "-1", "junk", "\(range + 1)"][sample % 4] : "\(truth % (range + 1))")
            reader.sample(now: now)
        }
        #expect(truth / range > 10)
        #expect(try reader.joules(at: now) == Double(truth - start) / 1e6, "seed \(seed)")
    }

    @Test("From its range a counter goes to 0, one microjoule on")
    func edge() throws {
        let host = try FakeHost()
        try host.zone("intel-rapl:0", name: "package-0", microjoules: 99_999_999_990, range: 99_999_999_999)
        var reader = try reader(host)
        try host.energy("intel-rapl:0", "20")
        reader.sample(now: .seconds(1))
        #expect(try reader.joules(at: .seconds(1)) == 30e-6)
    }

    @Test("A counter that only root may read is denied, even if one package of two is")
    func denied() throws {
        let host = try FakeHost()
        try host.zone("intel-rapl:0", name: "package-0", microjoules: 1)
        try host.zone("intel-rapl:1", name: "package-1", microjoules: 1)
        host.answers.deny("intel-rapl:1/energy_uj")
        #expect(throws: PowercapReader.Absence.denied) {
            try PowercapReader(root: host.powercap, files: host.files, now: .zero)
        }
    }

    @Test("The permissions of a real file are respected", .enabled(if: geteuid() != 0, "root may read everything"))
    func permissions() throws {
        let host = try FakeHost()
        try host.zone("intel-rapl:0", name: "package-0", microjoules: 1)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0], ofItemAtPath: host.powercap + "/intel-rapl:0/energy_uj")
        #expect(throws: PowercapReader.Absence.denied) { try PowercapReader(root: host.powercap, now: .zero) }
    }

    @Test("Memory and platform that cannot be read are left out, and the packages are measured")
    func optional() throws {
        let host = try FakeHost()
        try host.zone("intel-rapl:0", name: "package-0", microjoules: 0)
        try host.zone("intel-rapl:0:0", name: "dram", microjoules: nil)
        try host.zone("intel-rapl:1", name: "psys", microjoules: 5)
        host.answers.deny("intel-rapl:1/energy_uj")
        #expect(try reader(host).counted.map(\.zone.name) == ["package-0"])
    }

    @Test("A machine without packages has no measurement")
    func absent() throws {
        let host = try FakeHost()
        #expect(throws: PowercapReader.Absence.absent) {
            try PowercapReader(root: host.powercap, files: host.files, now: .zero)
        }
        try host.zone("intel-rapl:0", name: "psys", microjoules: 1)
        try host.zone("dtpm:0", name: "package-0", microjoules: 1)
        #expect(throws: PowercapReader.Absence.absent) {
            try PowercapReader(root: host.powercap, files: host.files, now: .zero)
        }
    }

    @Test(
        "A package whose counter gives no sense has no measurement",
        arguments: [
            ("", "262143328850"), ("many", "262143328850"), ("-5", "262143328850"), ("262143328851", "262143328850"),
            ("5", "0"), ("5", "1000000"), ("5", "?"),
        ])
    func nonsense(energy: String, range: String) throws {
        let host = try FakeHost()
        try host.zone("intel-rapl:0", name: "package-0", microjoules: 5)
        try host.energy("intel-rapl:0", energy)
        try "\(range)\n".write(
            toFile: host.powercap + "/intel-rapl:0/max_energy_range_uj", atomically: false, encoding: .utf8)
        #expect(throws: PowercapReader.Absence.unreadable(zone: "package-0")) {
            try PowercapReader(root: host.powercap, files: host.files, now: .zero)
        }
    }

    @Test("A jump that no processor could make is passed over, and a counter that starts anew is lost in the end")
    func jump() throws {
        let host = try FakeHost()
        try host.zone("intel-rapl:0", name: "package-0", microjoules: 10_000_000_000)
        var reader = try reader(host)
        try host.energy("intel-rapl:0", "60000000000")
        reader.sample(now: .seconds(5))
        try host.energy("intel-rapl:0", "10500000000")
        reader.sample(now: .seconds(10))
        #expect(try reader.joules(at: .seconds(10)) == 500)
        for second in stride(from: 15, through: 100, by: 5) {
            try host.energy("intel-rapl:0", "\(second * 100_000_000)")
            reader.sample(now: .seconds(second))
        }
        #expect(throws: PowercapReader.Absence.lost(zone: "package-0")) { try reader.joules(at: .seconds(100)) }
    }

    @Test("A zone that vanishes is lost at once if it is a package, and told apart if it is not")
    func vanished() throws {
        let host = try FakeHost()
        try host.zone("intel-rapl:0", name: "package-0", microjoules: 0)
        try host.zone("intel-rapl:0:0", name: "dram", microjoules: 0)
        var reader = try reader(host)
        try host.removeZone("intel-rapl:0:0")
        for second in stride(from: 5, through: 100, by: 5) {
            try host.energy("intel-rapl:0", "\(second * 100_000_000)")
            reader.sample(now: .seconds(second))
        }
        #expect(try reader.joules(at: .seconds(100)) == 10_000)
        #expect(reader.counted.map(\.joules) == [10_000, nil])
        try host.removeZone("intel-rapl:0")
        reader.sample(now: .seconds(105))
        #expect(throws: PowercapReader.Absence.lost(zone: "package-0")) { try reader.joules(at: .seconds(105)) }
    }

    @Test("A pause in which a counter may have come half around loses it, a shorter one does not")
    func pause() throws {
        let host = try FakeHost()
        try host.zone("intel-rapl:0", name: "package-0", microjoules: 0)
        var reader = try reader(host)
        try host.energy("intel-rapl:0", "6000000000")
        reader.sample(now: .seconds(32))
        #expect(try reader.joules(at: .seconds(32)) == 6000)
        reader.sample(now: .seconds(65))
        #expect(throws: PowercapReader.Absence.lost(zone: "package-0")) { try reader.joules(at: .seconds(65)) }
    }
}
