internal import ClusterModel
package import Projection
internal import Units

/// A projected run, as `coordinator project` prints it.
package enum ProjectionText {
    /// - Parameters:
    ///   - steps: of a cluster file's workload; `nil` where only the utilisation is known.
    ///   - volumes: what an accelerator sends in a step, where that is asked for.
    package static func text(
        _ run: ProjectedRun, steps: Int?, plan: ParallelPlan?, volumes: ParallelVolumes?
    ) -> String {
        var page = Page()
        page.line("PROJECTED RUN (modelled)")
        work(run, to: &page)
        time(run, steps: steps, to: &page)
        footprint(run, hasNetwork: steps != nil, to: &page)
        if let plan, let volumes { sent(plan, volumes, to: &page) }
        page.gap()
        page.field(
            "ranges",
            "[low-high]: all figures at one end together; MFU high with time low. Only central values add up.")
        return page.text
    }

    private static func work(_ run: ProjectedRun, to page: inout Page) {
        let work = run.work
        let active =
            work.activeParameters == work.parameters ? "all active," : "\(Figures.count(work.activeParameters)) active,"
        page.items(
            "  model",
            ["\(Figures.count(work.parameters)) parameters,", active, "\(Figures.count(work.tokens)) tokens"])
        let total = Double(work.flops.count)
        page.items(
            "  work",
            [
                "\(scientific(total)) FLOPs =", "6 x active x tokens",
                work.shape == nil
                    ? "(attention left out: no layers and width)"
                    : "+ attention \(Figures.percent(Double(work.attentionFLOPs.count) / total))",
            ])
        page.items("  on", ["\(Figures.grouped(run.accelerators)) x \(run.hardware)"])
        let mfu = run.mfu
        page.items(
            "  MFU",
            [
                "\(Figures.percent(mfu.central.value))"
                    + (mfu.low < mfu.high
                        ? " [\(Figures.percent(mfu.low.value))-\(Figures.percent(mfu.high.value))]," : ","),
                mfu.source,
            ])
    }

    private static func time(_ run: ProjectedRun, steps: Int?, to page: inout Page) {
        let total = run.time.central.total
        page.items(
            "  time",
            [
                "\(Figures.duration(total))",
                "[\(Figures.duration(run.time.low.total))-\(Figures.duration(run.time.high.total))],",
                "\(Figures.grouped(Int(run.acceleratorHours.rounded()))) accelerator-hours",
            ])
        guard let steps else {
            page.items("", ["FLOPs / (accelerators x peak x MFU);", "communication is in the MFU"])
            return
        }
        let waiting = run.time.central.waiting
        page.items(
            "",
            [
                "\(Figures.grouped(steps)) steps:", "compute \(Figures.duration(run.time.central.computing)),",
                "exposed communication and waits \(Figures.duration(waiting))",
                "(\(Figures.percent(waiting.seconds / max(total.seconds, .leastNormalMagnitude))))",
            ])
    }

    private static func footprint(_ run: ProjectedRun, hasNetwork: Bool, to page: inout Page) {
        let energy = Scale.energy(run.energy.central)
        page.items(
            "  energy",
            [
                "\(energy.string(run.energy.central))", range(run.energy, energy) + ",",
                "\(energy.string(run.equipmentEnergy.central)) of it at the equipment",
                hasNetwork ? "(network included)" : "(NICs included, switches and optics not)",
            ])
        let mass = Scale.emissions(run.emissions.central)
        page.items("  emissions", ["\(mass.string(run.emissions.central))CO2e", range(run.emissions, mass)])
        let made = Scale.emissions(run.embodied.central)
        page.items(
            "  embodied",
            [
                "\(made.string(run.embodied.central))CO2e", range(run.embodied, made) + ",",
                "time reserved / lifetime of the hardware's making",
            ])
        for site in run.sites {
            page.items(
                "  at",
                [
                    "\(site.name):", "PUE \(site.pue.central.formatted(decimals: 2)),",
                    "\(site.intensity.central.formatted(decimals: 1)), location-based",
                ])
        }
    }

    private static func sent(_ plan: ParallelPlan, _ volumes: ParallelVolumes, to page: inout Page) {
        page.gap()
        page.line("SENT by an accelerator in a step (volumes by formula, not priced)")
        page.items(
            "  division",
            [
                "tensor \(plan.tensor) x pipeline \(plan.pipeline) x data \(Figures.grouped(plan.data)),",
                "\(plan.microBatches) micro-batches of \(plan.microBatch)",
            ])
        page.items("  data parallel", [bytes(volumes.data), "gradients: 2 (d-1)/d x P/(t p) x width"])
        page.items("  tensor parallel", [known(volumes.tensor), "activations: 8 b s h (t-1)/t x layers/p x width"])
        page.items("  pipeline parallel", [known(volumes.pipeline), "activations: b s h each way x width"])
        page.field(
            "  formulas", "ring all-reduce (Patarasuk & Yuan 2009); Narayanan et al. 2021, arXiv:2104.04473")
    }

    private static func known(_ volume: Int128?) -> String {
        volume.map(bytes) ?? "unknown (give --layers, --width and --context)"
    }

    private static func bytes(_ count: Int128) -> String {
        ByteCount(count: Int64(clamping: count)).formatted(decimals: 1)
    }

    private static func range(_ corners: Corners<Int128>, _ scale: Scale) -> String {
        "[\(scale.number(corners.low))-\(scale.number(corners.high))]"
    }

    /// `3.15e23`.
    private static func scientific(_ value: Double) -> String {
        var (mantissa, exponent) = (value, 0)
        while mantissa >= 9.995 {
            mantissa /= 10
            exponent += 1
        }
        return "\(Figures.decimal(mantissa, places: 2))e\(exponent)"
    }
}
