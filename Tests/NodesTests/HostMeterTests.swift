import Foundation
import Nodes
import Testing

/// A folder like `/sys/class/powercap`, written by the test.
private struct FakePowercap {
    let root: String

    init() throws {
        root = NSTemporaryDirectory() + "powercap-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    func zone(_ folder: String, name: String, microjoules: UInt64?, range: UInt64 = 1_000_000) throws {
        let path = "\(root)/\(folder)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try "\(name)\n".write(toFile: "\(path)/name", atomically: false, encoding: .utf8)
        try "\(range)\n".write(toFile: "\(path)/max_energy_range_uj", atomically: false, encoding: .utf8)
        if let microjoules {
            try "\(microjoules)\n".write(toFile: "\(path)/energy_uj", atomically: false, encoding: .utf8)
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: root) }
}

@Suite struct HostMeterTests {
    @Test("packages are added up; sub-zones and the platform zone are not counted twice")
    func packages() throws {
        let fake = try FakePowercap()
        defer { fake.remove() }
        for (folder, name) in [
            ("intel-rapl:0", "package-0"), ("intel-rapl:1", "package-1"), ("intel-rapl:0:0", "core"),
            ("intel-rapl:2", "psys"),
        ] { try fake.zone(folder, name: name, microjoules: 100) }
        var reader = try #require(PowercapReader(root: fake.root))
        for folder in ["intel-rapl:0", "intel-rapl:1", "intel-rapl:0:0", "intel-rapl:2"] {
            try fake.zone(folder, name: folder == "intel-rapl:2" ? "psys" : "package-0", microjoules: 600_100)
        }
        reader.sample()
        #expect(reader.joules == 1.2)
    }

    @Test("a counter that wraps around loses nothing")
    func wrap() throws {
        let fake = try FakePowercap()
        defer { fake.remove() }
        try fake.zone("intel-rapl:0", name: "package-0", microjoules: 999_990, range: 1_000_000)
        var reader = try #require(PowercapReader(root: fake.root))
        try fake.zone("intel-rapl:0", name: "package-0", microjoules: 19, range: 1_000_000)
        reader.sample()
        #expect(abs(reader.joules - 30e-6) < 1e-12)
    }

    @Test("a counter that cannot be read means that the model is used, and says so")
    func unreadable() throws {
        let fake = try FakePowercap()
        defer { fake.remove() }
        try fake.zone("intel-rapl:0", name: "package-0", microjoules: nil)
        #expect(PowercapReader(root: fake.root) == nil)
        #expect(PowercapReader(root: fake.root + "/none") == nil)
        var meter = HostMeter(counters: nil)
        let (joules, method) = meter.total(processorSeconds: 3)
        #expect(joules == 30 && method.contains("10 W per busy core"))
    }
}
