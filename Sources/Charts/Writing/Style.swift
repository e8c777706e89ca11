/// The style sheet of figures, once for pages with colours as custom properties, once for single files with plain colours,
/// as many programs that read SVG know no custom properties.
package enum ChartStyle {
    /// What a page with inline figures needs once. A page that wants one theme whatever the system says sets
    /// `data-theme="light"` or `"dark"` on its root; printing is always light.
    package static let page =
        """
        \(properties(of: .light, selector: ".chart"))
        @media screen and (prefers-color-scheme: dark) {
        \(properties(of: .dark, selector: ":root:not([data-theme=\"light\"]) .chart"))
        }
        @media screen {
        \(properties(of: .dark, selector: ":root[data-theme=\"dark\"] .chart"))
        }
        \(rules { "var(--chart-\($0))" })
        svg.chart { display: block; width: 100%; height: auto; overflow: visible; }
        .chart .datum:focus { outline: none; }
        .chart .datum:focus-visible { outline: 2px solid var(--chart-ink); outline-offset: 1px; }
        .chart .datum:hover .mark, .chart .datum:focus-visible .mark { stroke: var(--chart-ink); stroke-width: 1.5px; }
        .chart-narrow { display: none; }
        @media (max-width: 560px) { .chart-wide { display: none; } .chart-narrow { display: block; } }
        @media print { .chart-wide { display: block; } .chart-narrow { display: none; } }

        """

    /// What stands in a single file.
    static let single: String = {
        let colors = Dictionary(uniqueKeysWithValues: named(.light))
        return rules { colors[$0] ?? "none" }
    }()

    private static func properties(of palette: Palette, selector: String) -> String {
        let list = named(palette).map { "--chart-\($0): \($1);" }
        return "\(selector) { \(list.joined(separator: " ")) }"
    }

    private static func named(_ palette: Palette) -> [(String, String)] {
        var colors = [
            ("ground", palette.ground), ("ink", palette.ink), ("muted", palette.muted), ("grid", palette.grid),
        ]
        for (index, hue) in palette.hues.enumerated() {
            colors += [
                ("f\(index + 1)", hue.fill), ("l\(index + 1)", hue.line), ("t\(index + 1)", hue.text),
                ("h\(index + 1)", hue.hatch),
            ]
        }
        return colors
    }

    /// - Parameter color: the CSS value of a named colour.
    private static func rules(_ color: (String) -> String) -> String {
        var lines = [
            "text { font-family: Arial, Helvetica, \"Liberation Sans\", \"DejaVu Sans\", sans-serif; fill: \(color("ink")); }",
            ".ground { fill: \(color("ground")); }",
            ".title { font-weight: bold; }",
            ".muted { fill: \(color("muted")); }",
            ".halo { stroke: \(color("ground")); stroke-width: 3px; stroke-linejoin: round; paint-order: stroke; }",
            ".grid { stroke: \(color("grid")); fill: none; }",
            ".axis { stroke: \(color("muted")); fill: none; }",
            ".ring { stroke-width: 1.5px; }",
            ".rule { stroke: \(color("ink")); fill: none; }",
            ".dash { stroke-dasharray: 5 3; }",
            ".line { fill: none; stroke-width: 2px; stroke-linejoin: round; }",
            ".band { fill-opacity: 0.2; }",
            ".hit { fill: none; stroke: none; pointer-events: all; }",
            ".f0 { fill: \(color("ground")); stroke: \(color("muted")); }",
            ".h0 { stroke: \(color("muted")); stroke-opacity: 0.6; fill: none; }",
        ]
        for index in 1...Palette.count {
            lines += [
                ".f\(index) { fill: \(color("f\(index)")); }",
                ".l\(index) { stroke: \(color("l\(index)")); }",
                ".m\(index) { fill: \(color("l\(index)")); }",
                ".h\(index) { stroke: \(color("h\(index)")); stroke-opacity: 0.45; fill: none; }",
                ".t\(index) { fill: \(color("t\(index)")); stroke: \(color("f\(index)")); stroke-width: 3px; "
                    + "stroke-linejoin: round; paint-order: stroke; }",
            ]
        }
        return lines.map { ".chart " + $0 }.joined(separator: "\n")
    }
}
