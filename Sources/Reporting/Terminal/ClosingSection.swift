internal import Units

/// The host's own ledger, what was written, and a command to go on with.
enum ClosingSection {
    static func write(_ report: RunReport, to page: inout Page) {
        let host = report.host
        let energy = Int128((host.joules * 1e9).rounded())
        let mass = Int128((host.grams * 1e6).rounded())
        page.items(
            "THIS HOST",
            [
                "\(Figures.decimal(host.wallSeconds, places: host.wallSeconds < 10 ? 1 : 0)) s,",
                "\(Figures.decimal(host.cpuSeconds, places: host.cpuSeconds < 10 ? 1 : 0)) CPU-seconds,",
                "\(Scale.energy(energy).string(energy)) \(host.method),",
                "\(Scale.emissions(mass).string(mass))CO2e (a ledger of its own, never added);",
                "\(ByteCount(count: Int64(clamping: host.payloadBytesSent)).formatted(decimals: 1)) really sent",
            ])
        let dropped = host.droppedFrames.filter { $0.count > 0 }
        if !dropped.isEmpty {
            page.items("", ["dropped frames:"] + dropped.map { "\(Figures.grouped($0.count)) \($0.reason)," })
        }
        if !report.files.isEmpty {
            page.items("WROTE", [report.folder] + report.files)
        }
        page.field("NEXT", NextCommand.suggestion(report))
    }
}

/// A command that exists and shows something that this run does not.
enum NextCommand {
    static func suggestion(_ report: RunReport) -> String {
        let size = report.virtualRanks > 1 ? report.virtualRanks : report.worldSize
        if case .stopped = report.status { return "coordinator --nodes \(report.worldSize) --config \(report.clusterFile)" }
        guard report.worldSize > 1 else { return "coordinator --nodes \(max(size, 2)) --config \(report.clusterFile)" }
        // The other shipped network, to compare with.
        let other = report.clusterFile == "10gbe" ? "default" : "10gbe"
        return "coordinator --nodes \(size) --config \(other)"
    }
}
