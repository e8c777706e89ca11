internal import Foundation

/// A zone of the power capping framework of Linux: something whose energy is counted.
package struct PowercapZone: Sendable, Hashable {
    /// What a zone covers.
    package enum Role: String, Sendable, Hashable {
        /// A processor package, cores and graphics included: the only role that is added up.
        case package
        /// Memory of a package. Intel counts it beside the package, but not every machine keeps to that.
        case dram
        /// Cores or graphics: part of a package.
        case part
        /// The whole platform, packages included.
        case psys

        /// More than such a zone draws for longer than a second (watts): the largest packages are rated 500.
        var mostWatts: Double { self == .psys ? 4000 : 1000 }
    }

    /// Such as `package-0`, or `package-0/dram` for a zone within another.
    package let name: String
    package let role: Role
    let folder: String

    /// Kinds of counters in the order of preference: the same package may show in several.
    private static let kinds = ["intel-rapl", "amd-rapl", "intel-rapl-mmio"]

    /// All zones under a folder, each once, in the order of their ids. Zones may stand side by side, as links, or within
    /// each other.
    static func all(root: String, files: SystemFiles) -> [PowercapZone] {
        var folders: [(id: String, folder: String)] = []
        collect(root, depth: 0, into: &folders)
        var zones: [PowercapZone] = []
        var kindsOfNames: [String: String] = [:]
        for kind in kinds {
            for (id, folder) in folders where id.split(separator: ":")[0] == kind {
                guard let zone = PowercapZone(id: id, folder: folder, among: folders, files: files) else { continue }
                guard kindsOfNames[zone.name, default: kind] == kind else { continue }
                kindsOfNames[zone.name] = kind
                zones.append(zone)
            }
        }
        return zones
    }

    private static func collect(_ folder: String, depth: Int, into found: inout [(id: String, folder: String)]) {
        guard depth < 4 else { return }
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for entry in entries.sorted() where kinds.contains(where: { entry == $0 || entry.hasPrefix($0 + ":") }) {
            let inner = "\(folder)/\(entry)"
            if entry.contains(":") {
                guard !found.contains(where: { $0.id == entry }) else { continue }
                found.append((entry, inner))
            }
            collect(inner, depth: depth + 1, into: &found)
        }
    }

    private init?(id: String, folder: String, among folders: [(id: String, folder: String)], files: SystemFiles) {
        guard case .text(let own) = files.read("\(folder)/name"), !own.isEmpty else { return nil }
        let path = id.split(separator: ":")
        let parent = path.dropLast().joined(separator: ":")
        var name = own
        if path.count > 2, let above = folders.first(where: { $0.id == parent }),
            case .text(let outer) = files.read("\(above.folder)/name")
        {
            name = "\(outer)/\(own)"
        }
        self.name = name
        self.folder = folder
        role =
            switch own.lowercased() {
            case let word where word.hasPrefix("package") && path.count == 2: .package
            case let word where word.hasPrefix("dram"): .dram
            case let word where word.hasPrefix("psys"): .psys
            default: .part
            }
    }

    /// The package that a die belongs to: `package-0` of `package-0-die-1`; `nil` for anything else.
    var packageOfDie: Substring? {
        let words = name.split(separator: "-")
        return words.count == 4 && words[2] == "die" ? name.dropLast(words[3].count + "-die-".count) : nil
    }
}
