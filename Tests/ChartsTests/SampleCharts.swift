import Charts
import Testing

/// A small figure of each kind, with everything that it can show.
struct SampleChart: Sendable, CustomTestStringConvertible {
    let name: String
    let chart: any Chart

    var testDescription: String { name }

    static let all = [
        Self(
            name: "stacked-bars",
            chart: StackedBars(
                title: "Energy by component", axis: Axis("energy", .energy),
                parts: ["accelerator", "switch", "facility"],
                bars: [.init("100 GbE", [1220, 110, 196], low: 1400, high: 1700), .init("credit", [990, 180, -60])])),
        Self(
            name: "grouped-bars",
            chart: GroupedBars(
                title: "Scenarios", axis: Axis("emissions", .mass("CO2e")), groups: ["Iowa", "Québec"],
                series: [
                    .init("operational", [.init(8.8, low: 7.7, high: 10.1), .init(0.62)]),
                    .init("embodied", [.init(0.6), nil]),
                ])),
        Self(
            name: "waterfall",
            chart: WaterfallChart(
                title: "From the ideal network to the actual one", axis: Axis("emissions", .mass("CO2e")),
                start: ("ideal network", 590),
                steps: [
                    .init("bandwidth", 241, low: 205, high: 290), .init("faults", 0), .init("overlap", -41),
                ], end: "actual network")),
        Self(
            name: "lines",
            chart: LineChart(
                title: "Emissions per token", x: Axis("nodes", kind: .logarithmic, ticks: [1, 2, 4, 8]),
                y: Axis("emissions", .mass("CO2e"), includesZero: true),
                series: [
                    .init("100 GbE", [.init(1, 5, low: 4, high: 6), .init(2, 6, low: 5, high: 7.5), .init(4, 8)]),
                    .init("NDR", [.init(1, 5.5), .init(2, .nan), .init(4, 6.5), .init(8, 7)]),
                ],
                references: [.init(.y, at: 5.5, "+10 %"), .init(.x, at: 3, "crossover")],
                markers: [.init(2, 6, "NDR pays")])),
        Self(
            name: "timeline",
            chart: GanttChart(
                title: "One step",
                rows: [
                    .init(
                        "rank 0",
                        [
                            .init(.input, from: 0, to: 0.01), .init(.forward, from: 0.01, to: 0.2),
                            .init(.backward, from: 0.2, to: 0.6), .init(.hidden, from: 0.3, to: 0.6),
                            .init(.exposed, from: 0.65, to: 0.9), .init(.optimizer, from: 0.9, to: 0.95),
                        ]),
                    .init("rank 1", [.init(.waiting, from: 0.6, to: 0.65), .init(.checkpoint, from: 0.95, to: 1)]),
                ])),
        Self(
            name: "scatter",
            chart: ScatterChart(
                title: "Time against emissions", x: Axis("time", .time), y: Axis("emissions", .mass("CO2e")),
                points: [
                    .init("10 GbE", 1900, 2600, yRange: 2300...2900, group: "Ethernet"),
                    .init("100 GbE", 620, 925, group: "Ethernet"),
                    .init("NDR", 480, 1005, xRange: 470...500, group: "InfiniBand"),
                ])),
        Self(
            name: "tornado",
            chart: TornadoChart(
                title: "Sensitivity", axis: Axis("emissions", .mass("CO2e")), center: 925,
                factors: [
                    .init("PUE", atLow: 917, atHigh: 1001, lowEnd: "1.09", highEnd: "1.2"),
                    .init("power while waiting", atLow: 851, atHigh: 1012, lowEnd: "0.15", highEnd: "0.8"),
                    .init("proportionality", atLow: 931, atHigh: 913, lowEnd: "0", highEnd: "0.3"),
                ])),
    ]
}
