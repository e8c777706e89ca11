package import ClusterModel
internal import Units

/// Link efficiency and latency between nodes, and rate and latency of the links inside them, from nccl-tests.
package struct NetworkCalibration: Hashable, Sendable {
    /// What was fitted: of `fabric`, and of `catalog.interconnects`.
    package let constants: [CalibratedConstant]
    /// One a row of every run, in their order.
    package let residuals: [Residual]
    /// What could not be fitted and why, in sentences.
    package let notes: [String]

    /// Fits what the runs show: those on one node the inner links, those on several the fabric.
    ///
    /// - Parameters:
    ///   - runs: at least one.
    ///   - form: how the collective is taken to have moved its data between nodes.
    /// - Throws: if the sizes are too few or do not show a bandwidth, or if the result is impossible with the figures of
    ///   the cluster file.
    package init(runs: [NCCLTestRun], cluster: Cluster, form: CollectiveForm = .twoLevel) throws(CalibrationError) {
        var constants: [CalibratedConstant] = []
        var notes: [String] = []
        var residuals = [[Residual]](repeating: [], count: runs.count)
        let inside = runs.indices.filter { runs[$0].nodes == 1 }
        let between = runs.indices.filter { runs[$0].nodes > 1 }
        let link = try Self.interconnect(of: cluster, runs: runs, form: form)
        var inner = link.map {
            InnerLink(
                latency: Double($0.latency.central.count) * 1e-12,
                bytesPerSecond: Double($0.bandwidth.central.count) / 8)
        }
        if !inside.isEmpty, let link {
            let fit = try MeasuredLink(
                runs: inside.map { runs[$0] }, form: form, inner: nil,
                fallbackLatency: Double(link.latency.central.count) * 1e-12)
            let fitted = InnerLinkFit(fit: fit, link: link)
            constants += fitted.constants
            if let note = fit.note { notes.append("catalog.interconnects.\(link.name): \(note)") }
            inner = fitted.link
            for (run, rows) in zip(inside, fit.residuals) { residuals[run] = rows }
        }
        if !between.isEmpty {
            let betweenRuns = between.map { runs[$0] }
            let fit = try MeasuredLink(
                runs: betweenRuns, form: form, inner: inner,
                fallbackLatency: Double(cluster.fabric.latency.central.count) * 1e-12)
            constants += try FabricFit(fit: fit, runs: betweenRuns, cluster: cluster, form: form).constants
            if let note = fit.note { notes.append("fabric: \(note)") }
            for (run, rows) in zip(between, fit.residuals) { residuals[run] = rows }
        }
        self.constants = constants
        self.residuals = residuals.flatMap(\.self)
        self.notes = notes
    }

    /// The one kind of inner link; `nil` where a node has one accelerator.
    private static func interconnect(
        of cluster: Cluster, runs: [NCCLTestRun], form: CollectiveForm
    ) throws(CalibrationError) -> InterconnectModel? {
        var kinds: [InterconnectModel] = []
        for group in cluster.nodes {
            if let link = group.interconnect, !kinds.contains(link) { kinds.append(link) }
        }
        let file = Location(file: runs.first?.file ?? "")
        guard kinds.count <= 1 else {
            throw CalibrationError(
                at: file, "the cluster file has nodes with \(kinds.map(\.name).joined(separator: " and ")) inside",
                remedy: "calibrate each kind of node with a cluster file of its own")
        }
        let needed = runs.first { $0.nodes == 1 || (form == .twoLevel && $0.ranksPerNode > 1) }
        if kinds.isEmpty, let needed {
            throw CalibrationError(
                at: Location(file: needed.file),
                "\(needed.ranksPerNode) ranks ran in each node, but a node of the cluster file has one accelerator",
                remedy: "give the cluster file of the cluster that was measured")
        }
        return kinds.first
    }
}
