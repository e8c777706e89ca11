internal import Accounting
internal import ClusterModel
internal import Units

/// Which constants move the total most, and the assumptions in force.
enum AssumptionsSection {
    static func write(_ report: RunReport, to page: inout Page) {
        movers(report, to: &page)
        let cluster = report.cluster
        let assumptions = cluster.assumptions
        let fraction = assumptions.stallPowerFraction
        var pieces = ["MFU \(Figures.percent(cluster.workload.represented.mfu.central.value, places: 0)),"]
        for group in cluster.nodes {
            let accelerator = group.accelerator
            let stalled = NodePower.stalled(
                idle: accelerator.idlePower.central, active: accelerator.activePower.central, fraction.central)
            pieces += [
                "\(accelerator.name) \(watts(accelerator.activePower.central))",
                "(waiting for others \(watts(stalled))),", "node base \(watts(group.basePower.central)),",
            ]
        }
        if cluster.nodeCount > 1 {
            pieces.append("switches charged \(cluster.fabric.allocation == .dedicated ? "whole" : "by ports in use"),")
            pieces.append("link efficiency \(Figures.percent(cluster.fabric.linkEfficiency.central.value, places: 0)),")
        }
        pieces.append("compute jitter \(Figures.percent(assumptions.computeJitter.value)),")
        for site in cluster.sites {
            pieces.append("\(site.name): \(site.intensity.central.formatted()), PUE \(site.pue.central.formatted()),")
        }
        pieces.append("lifetime \(years(assumptions.hardwareLifetime.central))")
        page.items("ASSUMED", pieces)
        page.field(
            "", "All \(report.analysis.constants.count) constants with ranges and sources: `constants` in result.json.")
    }

    private static func movers(_ report: RunReport, to page: inout Page) {
        let leading = report.analysis.sensitivities.filter { $0.span > 0 }.prefix(5)
        guard !leading.isEmpty else { return }
        let scale = Scale.emissions(report.analysis.total.emissions)
        page.field(
            "MOVES THE TOTAL MOST", "\(scale.unit)CO2e at the low / high end of the constant's range, by itself:", indent: 21)
        for sensitivity in leading {
            let constant = sensitivity.constant
            let change = "\(signed(sensitivity.atLow, scale)) / \(signed(sensitivity.atHigh, scale))"
            page.items(
                "  " + change,
                [constant.name, "\(constant.low) .. \(constant.high)", sensitivity.movesTime ? "(moves time)" : ""]
                    .filter { !$0.isEmpty })
        }
    }

    private static func signed(_ grams: Double, _ scale: Scale) -> String {
        let micrograms = Int128((grams * 1e6).rounded())
        let text = scale.number(micrograms)
        return micrograms > 0 ? "+" + text : text
    }

    private static func watts(_ power: Power) -> String { power.formatted(decimals: 2) }

    private static func years(_ lifetime: Lifetime) -> String {
        Figures.decimal(Double(lifetime.count) / 8766, places: lifetime.count % 8766 == 0 ? 0 : 1) + " years"
    }
}
