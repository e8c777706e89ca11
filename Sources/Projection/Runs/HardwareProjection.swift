package import ClusterModel
package import Units

/// A run on so many equal accelerators, timed by their utilisation alone: time = FLOPs / (n · peak · MFU).
///
/// Their nodes are of the usual kind; the utilisation stands for all communication, and switches and optics are left
/// out. A cluster file says more.
package enum HardwareProjection {
    /// The answer.
    ///
    /// - Parameter power: of an accelerator with its share of the host, where that was measured; `nil` for the sum of
    ///   the parts of a usual node.
    package static func run(
        work: TrainingWork, accelerator: AcceleratorModel, count: Int, mfu: Estimate<Ratio>, power: Power?, site: Site,
        catalog: Catalog = .builtIn
    ) throws(ProjectionError) -> ProjectedRun {
        let nodes = try ReferenceNode(accelerator: accelerator, count: count, catalog: catalog)
        let time = { (utilization: Ratio) in
            ProjectedTime(
                computing: accelerator.peakRate.central.duration(of: work.flops, utilization: utilization)
                    .scaled(by: 1, over: Int128(count)), waiting: .zero)
        }
        let reserved: ReservedHardware
        let none = CarbonMass(count: 0)
        if let power {
            reserved = ReservedHardware(
                measured: power * count, embodied: ReservedHardware.embodied(of: nodes.group),
                lifetime: nodes.assumptions.hardwareLifetime, site: site)
        } else {
            reserved = ReservedHardware(
                group: nodes.group, site: site, assumptions: nodes.assumptions,
                fabricPower: Corners(low: .zero, central: .zero, high: .zero),
                fabricEmbodied: Corners(low: none, central: none, high: none))
        }
        return ProjectedRun(
            work: work, accelerators: count, hardware: accelerator.name, mfu: mfu,
            time: Corners(low: time(mfu.high), central: time(mfu.central), high: time(mfu.low)), reserved: [reserved])
    }
}
