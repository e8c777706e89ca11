internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// The anatomy of the mean training step: its parts, and the communication within it.
enum StepSection {
    /// Writes the mean step's parts, which add up as printed; the exposed part by cause; and the stream's own time.
    static func write(_ report: RunReport, to page: inout Page) {
        let anatomy = report.account.anatomy
        let scale = Scale.time(anatomy.meanDuration.attoseconds)
        let exposedCauses = WaitCause.allCases.filter { $0 == .intraNode || $0.isNetwork }
        let exposed = exposedCauses.reduce(VirtualDuration.zero) { $0 + anatomy.meanWait($1) }
        let parts: [(name: String, time: VirtualDuration)] = [
            ("forward", anatomy.meanForward), ("backward", anatomy.meanBackward),
            ("compute slowed by communication", anatomy.meanSlowedCompute),
            ("exposed \(report.account.job.communicationWord)", exposed),
            ("straggler wait", anatomy.meanWait(.straggler)), ("imbalance wait", anatomy.meanWait(.imbalance)),
            ("optimizer", anatomy.meanOptimizer), ("storage", anatomy.meanStorage),
        ]
        let whole = scale.quanta(anatomy.meanDuration.attoseconds)
        let rounded = ControlledRounding.parts(
            parts.map(\.time.attoseconds), quantum: scale.quantum, whole: whole)
        page.items(
            "  step \(scale.text(quanta: whole)) \(scale.unit)",
            ["mean of ranks and steps:"] + list(parts, rounded, scale))
        if exposed != .zero {
            let causes = ControlledRounding.parts(
                exposedCauses.map { anatomy.meanWait($0).attoseconds }, quantum: scale.quantum, whole: rounded[3])
            page.items(
                "  exposed \(scale.text(quanta: rounded[3]))",
                ["by cause:"] + list(exposedCauses.map { (name($0), anatomy.meanWait($0)) }, causes, scale))
        }
        communication(report, scale: scale, to: &page)
        if let efficiency = report.analysis.scalingEfficiency {
            page.items(
                "  scaling efficiency",
                ["\(Figures.percent(efficiency)) (weak):", "modelled step of one node over this step"])
        }
    }

    /// The stream's own time, what its closed form says of it, how much of it is hidden, and what nccl-tests would show.
    private static func communication(_ report: RunReport, scale: Scale, to page: inout Page) {
        let stream = report.account.anatomy.meanCommunication
        guard stream != .zero else {
            page.field("  \(report.account.job.communicationWord)", "none: one accelerator on one node")
            return
        }
        let closed = report.analysis.communication
        let whole = scale.quanta(stream.attoseconds)
        let waiting = stream - closed.total
        var parts: [(name: String, time: VirtualDuration)] = [
            ("ports", closed.ports), ("latency", closed.latency), ("shared links", closed.contention),
            ("inside the node", closed.intraNode),
        ]
        // The parts are those of buckets alone: between ranks a bucket can begin while another ends.
        parts.append((waiting < .zero ? "buckets run into one another" : "waiting for peers", waiting))
        let rounded = ControlledRounding.parts(parts.map(\.time.attoseconds), quantum: scale.quantum, whole: whole)
        // A rank waits for as long as its stream outlasts its backward pass, whatever the cause.
        let waits = WaitCause.allCases.reduce(VirtualDuration.zero) { $0 + report.account.anatomy.meanWait($1) }
        let hidden = 1 - min(max(waits.seconds / stream.seconds, 0), 1)
        page.items(
            "  \(report.account.job.communicationWord) \(scale.text(quanta: whole))",
            ["\(Figures.percent(hidden, places: 0)) hidden:"] + list(parts, rounded, scale))
        if let rate = closed.portRate, let busBandwidth = BusBandwidth.betweenNodes(report) {
            let port = Double(rate.bitsPerSecond) / 8e9
            page.items(
                "  bus bandwidth",
                [
                    "\(Figures.decimal(busBandwidth / 1e9, places: port < 1 ? 4 : 2)) of",
                    "\(Figures.decimal(port, places: port < 1 ? 4 : 2)) GB/s of the slowest path,",
                    "undisturbed", "(as in nccl-tests, a rank a node)",
                ])
        }
    }

    /// The parts that are not nothing, with a comma between.
    private static func list(
        _ parts: [(name: String, time: VirtualDuration)], _ rounded: [Int128], _ scale: Scale
    ) -> [String] {
        Page.list(
            zip(parts, rounded).filter { $1 != 0 || $0.time != .zero }.map {
                "\($0.name) \(scale.part(quanta: $1, exact: $0.time.attoseconds, by: Scale.time))"
            })
    }

    private static func name(_ cause: WaitCause) -> String {
        switch cause {
        case .intraNode: "inside the node"
        case .linkFault: "link faults"
        case .imbalance: "imbalance"
        case .straggler: "stragglers"
        case .latency: "latency"
        case .bandwidth: "bandwidth"
        case .contention: "contention"
        }
    }
}

/// Bus bandwidth as nccl-tests defines it: 2(n−1)/n · size / time for an all-reduce, half of that for a reduce-scatter
/// or an all-gather.
enum BusBandwidth {
    /// Bytes a second between nodes: over the time on ports and links and in latency; `nil` for one node.
    static func betweenNodes(_ report: RunReport) -> Double? {
        let closed = report.analysis.communication
        let seconds = closed.betweenNodes.seconds
        let ranks = Double(report.account.job.worldSize)
        guard seconds > 0, ranks > 1 else { return nil }
        return (ranks - 1) / ranks * Double(report.account.job.movedBytes) / seconds
    }
}
