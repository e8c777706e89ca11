internal import Accounting
internal import ClusterModel
internal import Units

/// The host's own ledger, what was written, and a command to go on with.
enum ClosingSection {
    /// Writes the host's time and energy, refused frames if any, the run's folder and `NextCommand`.
    static func write(_ report: RunReport, to page: inout Page) {
        if let host = report.host { write(host, to: &page) }
        if !report.files.isEmpty {
            page.items("WROTE", [report.folder] + report.files)
        }
        page.items("NEXT", NextCommand.suggestion(report))
        if report.account.trainingSteps > 0, report.host != nil {
            page.items("", ["coordinator advise", "(what would have emitted less)"])
        }
    }

    private static func write(_ host: HostSummary, to page: inout Page) {
        let energy = Int128((host.joules * 1e9).rounded())
        let mass = Int128((host.grams * 1e6).rounded())
        let seconds = { (value: Double) in Figures.decimal(value, places: value < 10 ? 1 : 0) }
        page.field(
            "THIS HOST",
            "\(seconds(host.wallSeconds)) s, \(seconds(host.cpuSeconds)) CPU-seconds, "
                + "\(ByteCount(count: Int64(clamping: host.payloadBytesSent)).formatted(decimals: 1)) really sent")
        page.items(
            "",
            [
                "\(Scale.energy(energy).string(energy))\(range(host.energy.joules)), \(Scale.emissions(mass).string(mass))CO2e, never added to the above;"
            ] + host.energy.method)
        let dropped = host.droppedFrames.filter { $0.count > 0 }
        if !dropped.isEmpty {
            page.items(
                "", ["dropped frames:"] + Page.list(dropped.map { "\(Figures.grouped($0.count)) \($0.reason)" }))
        }
    }

    /// Low and high in the unit of central, where they differ: ` [0.31-1.40]`.
    private static func range(_ joules: HostEnergySummary.Range) -> String {
        guard joules.low < joules.high else { return "" }
        let scale = Scale.energy(Int128((joules.central * 1e9).rounded()))
        let ends = [joules.low, joules.high].map { scale.approximate($0 * 1e9) }
        return " [\(ends[0])-\(ends[1])]"
    }
}

/// A command that exists and shows something that this run does not, with what it shows.
enum NextCommand {
    static func suggestion(_ report: RunReport) -> [String] {
        let size = max(report.virtualRanks, report.worldSize)
        if case .stopped = report.status {
            // A stopped run does not go on.
            let ranks = report.virtualRanks > 1 ? ["--virtual-ranks \(report.virtualRanks)"] : []
            return command(report.worldSize, report) + ranks + ["(begins again at step 1)"]
        }
        if report.worldSize > 1, report.scenarios.isEmpty {
            return command(size, report) + ["--network 10gbe,ndr,ideal", "(the same run, priced on them)"]
        }
        guard report.cluster.nodes.count == 1, report.cluster.fabric.topology.takesAnyCount else {
            return [
                "coordinator collective --config \(quoted(report.clusterFile)) --size 25MiB", "(every algorithm on it)",
            ]
        }
        let isAlone = report.worldSize == 1 && report.virtualRanks == 1
        return command(report.worldSize == 1 ? max(size, 2) : 2 * size, report)
            + [isAlone || report.worldSize > 1 ? "(twice the nodes)" : "(one worker a rank)"]
    }

    private static func command(_ nodes: Int, _ report: RunReport) -> [String] {
        ["coordinator --nodes \(nodes) --config \(quoted(report.clusterFile))"] + report.options
    }

    private static func quoted(_ file: String) -> String { file.contains(" ") ? "'\(file)'" : file }
}

extension Fabric.Topology {
    /// False where the file gives every node a place.
    var takesAnyCount: Bool {
        switch self {
        case .star, .leafSpine, .fatTree, .railOptimized: true
        case .torus, .wan, .graph: false
        }
    }
}
