/// Energy of the processor packages, as Linux counts it under `/sys/class/powercap` (RAPL).
///
/// Packages alone are added up: cores and graphics are part of them, `psys` covers the whole platform, packages included.
/// Memory is shown beside them. The same counter seen twice (through MSR and MMIO, or mirrored at each die of an AMD
/// package) counts once. Either every package is counted from beginning to end, or there is no measurement.
package struct PowercapReader: Sendable {
    /// Why there is no measurement.
    package enum Absence: Error, Sendable, Hashable {
        /// This machine shows no package: no driver, a virtual machine or another system.
        case absent
        /// Only root may read the counters, as is common.
        case denied
        /// The counter of a zone gives no sense.
        case unreadable(zone: String)
        /// The counter of a zone was not read for so long that it may have wrapped around unseen.
        case lost(zone: String)
    }

    private var zones: [(zone: PowercapZone, counter: EnergyCounter)]
    private let files: SystemFiles

    /// Finds the counters and reads them for the first time.
    ///
    /// - Throws: `Absence` if not every package can be read; memory and platform may fail.
    package init(
        root: String = "/sys/class/powercap", files: SystemFiles = .actual, now: Duration
    ) throws(Absence) {
        self.files = files
        zones = []
        for zone in PowercapZone.all(root: root, files: files) where zone.role != .part {
            let reading = files.read("\(zone.folder)/energy_uj")
            guard let first = reading.number, let range = files.read("\(zone.folder)/max_energy_range_uj").number,
                let counter = EnergyCounter(range: range, first: first, mostWatts: zone.role.mostWatts, at: now)
            else {
                guard zone.role == .package else { continue }
                throw reading == .denied ? .denied : .unreadable(zone: zone.name)
            }
            if zones.contains(where: { Self.isMirror(zone, counter, of: $0.zone, $0.counter) }) { continue }
            zones.append((zone, counter))
        }
        guard zones.contains(where: { $0.zone.role == .package }) else { throw .absent }
    }

    /// Whether two dies of a package show one counter: equal but for the second joule that passes between readings.
    private static func isMirror(
        _ zone: PowercapZone, _ counter: EnergyCounter, of other: PowercapZone, _ otherCounter: EnergyCounter
    ) -> Bool {
        guard let package = zone.packageOfDie, other.packageOfDie == package, counter.last > 0 else { return false }
        return counter.range == otherCounter.range
            && max(counter.last, otherCounter.last) - min(counter.last, otherCounter.last) < 2_000_000
    }

    /// The longest time between samples that leaves room for one to fail.
    package var longestInterval: Duration { (zones.map { $0.counter.patience }.min() ?? .seconds(2)) / 2 }

    /// Takes in what the counters have counted since the last sample: one file a zone.
    package mutating func sample(now: Duration) {
        for index in zones.indices where !zones[index].counter.isLost {
            zones[index].counter.take(files.read("\(zones[index].zone.folder)/energy_uj").number, at: now)
        }
    }

    /// Joules of all packages since the reader was made.
    ///
    /// - Parameter now: of the last sample. A package without a good reading since then is missing its last part.
    /// - Throws: `lost` if a package's count is not complete.
    package func joules(at now: Duration) throws(Absence) -> Double {
        var sum: UInt64 = 0
        for (zone, counter) in zones where zone.role == .package {
            guard !counter.isLost, counter.lastTime == now else { throw .lost(zone: zone.name) }
            sum += counter.microjoules
        }
        return Double(sum) / 1e6
    }

    /// What each zone has counted (joules); `nil` for one that was lost.
    package var counted: [(zone: PowercapZone, joules: Double?)] {
        zones.map { ($0.zone, $0.counter.isLost ? nil : Double($0.counter.microjoules) / 1e6) }
    }
}
