internal import ClusterModel

/// What a run has drawn on the host, how that came about, and what it rests on.
package struct HostEnergySummary: Sendable, Hashable {
    /// A figure with its range.
    package struct Range: Sendable, Hashable {
        package let low: Double
        package let central: Double
        package let high: Double

        package init(low: Double, central: Double, high: Double) {
            self.low = low
            self.central = central
            self.high = high
        }
    }

    /// What became of the energy counters of the processors (RAPL), in one word.
    package enum Counters: String, Sendable, Hashable {
        /// Read from beginning to end.
        case measured
        /// There are none.
        case absent
        /// Only root may read them.
        case denied
        /// One gives no sense.
        case unreadable
        /// One was not read for so long that it may have wrapped around unseen.
        case lost
    }

    /// A counter.
    package struct Zone: Sendable, Hashable {
        package let name: String
        /// `package`, `dram` or `psys`.
        package let role: String
        /// `nil` if it was lost.
        package let joules: Double?
        /// Whether it is part of the sum.
        package let isCounted: Bool

        package init(name: String, role: String, joules: Double?, isCounted: Bool) {
            self.name = name
            self.role = role
            self.joules = joules
            self.isCounted = isCounted
        }
    }

    /// The processors and their thermal design power.
    package struct Processor: Sendable, Hashable {
        /// As the machine names it; may be empty.
        package let modelName: String
        /// In the catalog, `unknown` or `given`.
        package let catalogName: String
        package let sockets: Int
        package let threads: Int
        package let isVirtual: Bool
        /// Watts of all of them, or of a virtual machine's part.
        package let tdp: Range
        package let source: String
        /// 0 for one that the user gave.
        package let year: Int
        package let confidence: String

        package init(
            modelName: String, catalogName: String, sockets: Int, threads: Int, isVirtual: Bool, tdp: Range,
            source: String, year: Int, confidence: String
        ) {
            self.modelName = modelName
            self.catalogName = catalogName
            self.sockets = sockets
            self.threads = threads
            self.isVirtual = isVirtual
            self.tdp = tdp
            self.source = source
            self.year = year
            self.confidence = confidence
        }
    }

    /// Joules of the run, with those of its workers on other hosts; low and high are central where it was measured.
    package let joules: Range
    /// Joules of all processors of the machine while the run lasted.
    package let machineJoules: Double
    /// The run's processor seconds over all busy ones of the machine.
    package let share: Double
    /// Mean load of the machine's processors, from 0 to 1.
    package let load: Double
    /// Processor seconds of workers on other hosts.
    package let elsewhereSeconds: Double
    /// Their part of `joules`, at this machine's joules a busy second.
    package let elsewhereJoules: Double
    package let counters: Counters
    /// The counter that is the reason, if it is one's fault.
    package let brokenZone: String?
    package let zones: [Zone]
    package let processor: Processor

    package init(
        joules: Range, machineJoules: Double, share: Double, load: Double, elsewhereSeconds: Double,
        elsewhereJoules: Double, counters: Counters, brokenZone: String?, zones: [Zone], processor: Processor
    ) {
        self.joules = joules
        self.machineJoules = machineJoules
        self.share = share
        self.load = load
        self.elsewhereSeconds = elsewhereSeconds
        self.elsewhereJoules = elsewhereJoules
        self.counters = counters
        self.brokenZone = brokenZone
        self.zones = zones
        self.processor = processor
    }

    /// How `joules` came about, in pieces that belong together.
    package var method: [String] {
        var pieces: [String] = []
        if counters == .measured {
            let packages = zones.count { $0.isCounted }
            pieces.append("measured by RAPL, \(packages) package\(packages == 1 ? "" : "s")")
        } else {
            pieces.append("modelled, as RAPL is \(counters.rawValue)\(brokenZone.map { " (\($0))" } ?? ""):")
            let name =
                switch processor.catalogName {
                case "given": "--host-tdp"
                case "unknown": "unknown processor"
                case let name: name
                }
            let watts = Figures.decimal(processor.tdp.central, places: processor.tdp.central < 10 ? 1 : 0)
            pieces.append("\(name), \(watts) W TDP x (0.1 + 0.9 load^3)")
            pieces.append("at load \(Figures.percent(load, places: 0))")
        }
        pieces[pieces.count - 1] += ","
        pieces.append("this run's share of the busy time \(Figures.percent(share, places: 0))")
        if elsewhereSeconds > 0 {
            pieces[pieces.count - 1] += ","
            pieces.append("other hosts at the same joules a CPU-second")
        }
        return pieces
    }
}
