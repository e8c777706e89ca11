internal import Accounting
internal import ClusterModel
internal import Units

/// Which constants move the total most, and the assumptions in force.
enum AssumptionsSection {
    /// Writes the five leading constants of the sensitivities, then the central values in force.
    static func write(_ report: RunReport, to page: inout Page) {
        movers(report, to: &page)
        let cluster = report.cluster
        let assumptions = cluster.assumptions
        let fraction = assumptions.stallPowerFraction
        var pieces = ["MFU \(Figures.percent(cluster.workload.represented.mfu.central.value, places: 0))"]
        for group in cluster.nodes {
            let accelerator = group.accelerator
            let stalled = NodePower.stalled(
                idle: accelerator.idlePower.central, active: accelerator.activePower.central, fraction.central)
            pieces += [
                "\(accelerator.name) \(watts(accelerator.activePower.central)) (waiting \(watts(stalled)))",
                "node base \(watts(group.basePower.central))",
            ]
        }
        if cluster.nodeCount > 1 {
            pieces.append("switches charged \(cluster.fabric.allocation == .dedicated ? "whole" : "by ports in use")")
            pieces.append("link efficiency \(Figures.percent(cluster.fabric.linkEfficiency.central.value, places: 0))")
        }
        pieces.append("compute jitter \(Figures.percent(assumptions.computeJitter.value))")
        for site in cluster.sites {
            pieces.append("\(site.name): \(site.intensity.central.formatted()), PUE \(site.pue.central.formatted())")
        }
        pieces.append("lifetime \(years(assumptions.hardwareLifetime.central))")
        page.items("ASSUMED", Page.list(pieces))
        let cpus = CPUPowerWords.pieces(cluster)
        if !cpus.isEmpty { page.items("", cpus) }
        page.field(
            "",
            "All \(report.analysis.constants.count) constants, with sources: `constants` in result.json; "
                + "coordinator explain NAME traces any number")
    }

    private static func movers(_ report: RunReport, to page: inout Page) {
        let leading = report.analysis.sensitivities.filter { $0.span > 0 }.prefix(5)
        guard !leading.isEmpty else { return }
        let scale = Scale.emissions(report.analysis.total.emissions)
        page.field(
            "MOVES THE TOTAL MOST", "\(scale.unit)CO2e at the low / high end of its range, each alone:")
        for sensitivity in leading {
            let constant = sensitivity.constant
            let change = "\(signed(sensitivity.atLow, scale)) / \(signed(sensitivity.atHigh, scale))"
            page.items(
                "  " + change,
                [constant.name + (sensitivity.movesTime ? "*" : ""), range(constant.low, constant.high)])
        }
        if report.status != .completed {
            page.field("", "Constants of time are not priced for a stopped run.")
        }
        if leading.contains(where: \.movesTime) {
            page.field("", "* moves the time too: the run priced anew with it alone")
        }
    }

    private static func signed(_ grams: Double, _ scale: Scale) -> String {
        let micrograms = Int128((grams * 1e6).rounded())
        let text = scale.number(micrograms)
        return micrograms > 0 ? "+" + text : text
    }

    /// `280 .. 312 TFLOP/s`: the unit once where both ends have the same.
    private static func range(_ low: String, _ high: String) -> String {
        let (from, to) = (low.split(separator: " "), high.split(separator: " "))
        let isShared = from.count == 2 && to.count == 2 && from[1] == to[1]
        return "\(isShared ? String(from[0]) : low) .. \(high)"
    }

    /// In two or three digits.
    private static func watts(_ power: Power) -> String {
        power.formatted(decimals: power.watts < 100 ? 1 : power.watts < 1000 ? 0 : 2)
    }

    private static func years(_ lifetime: Lifetime) -> String {
        Figures.decimal(Double(lifetime.count) / 8766, places: lifetime.count % 8766 == 0 ? 0 : 1) + " years"
    }
}
