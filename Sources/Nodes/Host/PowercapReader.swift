internal import Foundation

/// Energy counters of the processor packages, as Linux shows them under `/sys/class/powercap` (RAPL).
///
/// Only top-level package zones count: sub-zones (cores, DRAM of the package) are part of them, and `psys` covers the
/// whole platform, packages included. Counters wrap around; samples must come more often than that (minutes to hours).
package struct PowercapReader: Sendable {
    private struct Zone: Sendable {
        let folder: String
        let range: UInt64
        var last: UInt64
    }

    private var zones: [Zone]
    /// Microjoules counted since the reader was made.
    private var total: UInt64 = 0

    /// - Returns: `nil` if there is no zone, or any package's counter cannot be read (it takes root on most systems).
    package init?(root: String = "/sys/class/powercap") {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted()
        var zones: [Zone] = []
        for name in names where name.hasPrefix("intel-rapl:") && name.split(separator: ":").count == 2 {
            let folder = "\(root)/\(name)"
            guard Self.text("\(folder)/name")?.hasPrefix("package") == true else { continue }
            guard let last = Self.number("\(folder)/energy_uj"),
                let range = Self.number("\(folder)/max_energy_range_uj"), range > 0
            else { return nil }
            zones.append(Zone(folder: folder, range: range, last: last))
        }
        guard !zones.isEmpty else { return nil }
        self.zones = zones
    }

    /// Joules since the reader was made.
    package var joules: Double { Double(total) / 1e6 }

    /// Takes in what the counters have counted since the last sample; a counter that fails keeps its last value.
    package mutating func sample() {
        for index in zones.indices {
            guard let now = Self.number("\(zones[index].folder)/energy_uj") else { continue }
            let last = zones[index].last
            // A counter that went back has wrapped: it runs from 0 to its range, both included.
            total += now >= last ? now - last : zones[index].range - last + now + 1
            zones[index].last = now
        }
    }

    private static func text(_ path: String) -> String? {
        (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func number(_ path: String) -> UInt64? { text(path).flatMap { UInt64($0) } }
}
