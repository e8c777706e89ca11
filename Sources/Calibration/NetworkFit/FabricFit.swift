internal import ClusterModel
internal import Units

/// `fabric.link_efficiency` and `fabric.latency` from the fitted link between nodes.
struct FabricFit {
    let constants: [CalibratedConstant]

    /// - Throws: if more than the line rate, or no latency at all, would have been measured.
    init(
        fit: MeasuredLink, runs: [NCCLTestRun], cluster: Cluster, form: CollectiveForm
    ) throws(CalibrationError) {
        try Self.checkNICs(runs: runs, cluster: cluster)
        let basis = "nccl-tests on \(runs.map { "\($0.nodes) x \($0.ranksPerNode)" }.joined(separator: ", "))"
        let lineRate = FabricRoutes(cluster: cluster).portBandwidth.min() ?? cluster.fabric.link
        let slope = fit.secondsPerByte
        let efficiency = { (seconds: Double) in
            Ratio(count: Significance.rounded(8 / seconds / Double(lineRate.count) * Double(Ratio.scale)))
        }
        let central = efficiency(slope.value)
        let file = Location(file: runs[0].file)
        guard central <= .one, central > .zero else {
            let payload = Bandwidth(count: Significance.rounded(8 / slope.value))
            let isTwoLevel = form == .twoLevel && runs.contains { $0.ranksPerNode > 1 }
            throw CalibrationError(
                at: file,
                "the sizes show \(payload.formatted()) of payload a node, but its NICs carry \(lineRate.formatted()) by "
                    + "the cluster file",
                remedy: "correct nic (model, count) or fabric.link"
                    + (isTwoLevel
                        ? "; or the interconnect, which is taken off the time first: add a run on one node, or say "
                            + "--nccl-form ring" : ""))
        }
        var constants = [
            CalibratedConstant(
                path: ["fabric", "link_efficiency"], before: cluster.fabric.linkEfficiency,
                low: max(Ratio(count: 1), efficiency(slope.value + slope.halfWidth)), value: central,
                high: min(.one, efficiency(slope.value - slope.halfWidth)), basis: basis)
        ]
        if let latency = fit.latency {
            guard latency.value > 0 else {
                throw CalibrationError(
                    at: file, "the small sizes leave no time for the latency between nodes",
                    remedy:
                        "the interconnect's latency must be too high: add a run on one node, or say --nccl-form ring")
            }
            let span = { (seconds: Double) in TimeSpan(count: Significance.rounded(max(0, seconds) * 1e12)) }
            constants.append(
                CalibratedConstant(
                    path: ["fabric", "latency"], before: cluster.fabric.latency,
                    low: span(latency.value - latency.halfWidth), value: span(latency.value),
                    high: span(latency.value + latency.halfWidth), basis: basis))
        }
        self.constants = constants
    }

    /// A run on some of a node's accelerators does not load all of its NICs.
    private static func checkNICs(runs: [NCCLTestRun], cluster: Cluster) throws(CalibrationError) {
        for run in runs {
            for group in cluster.nodes
            where group.nicsPerNode > 1 && group.acceleratorsPerNode != run.ranksPerNode {
                throw CalibrationError(
                    at: Location(file: run.file),
                    "\(run.ranksPerNode) ranks ran on each node, but a node has \(group.acceleratorsPerNode) accelerators "
                        + "and \(group.nicsPerNode) NICs, of which so few ranks may not have used all",
                    remedy: "measure with all accelerators of the nodes")
            }
        }
    }
}
