/// What `coordinator calibrate` prints.
package enum CalibrationReport {
    /// The residuals in a table, then the constants before and after, then what was not fitted.
    package static func text(_ file: CalibrationFile) -> String {
        var lines: [String] = []
        if !file.residuals.isEmpty {
            lines += table(
                [["measured", "time or power", "fitted", "residual"]]
                    + file.residuals.map { [$0.what, $0.measured, $0.fitted, $0.percent] })
            lines.append(
                "root mean square \(Residual.percent(file.residuals.rootMeanSquare)), worst "
                    + Residual.percent(file.residuals.worst))
            lines.append("")
        }
        lines += table(
            [["constant", "before (range)", "calibrated (range)"]]
                + file.constants.map { [$0.name, figures($0.before), figures($0.after)] }, leading: 3)
        if !file.notes.isEmpty { lines.append("") }
        lines += file.notes.map { "note: \($0)" }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func figures(_ figures: CalibratedConstant.Figures) -> String {
        "\(figures.value) (\(figures.low) to \(figures.high))"
    }

    /// Columns as wide as their widest cell, the first `leading` of them flush left, the others flush right.
    private static func table(_ rows: [[String]], leading: Int = 1) -> [String] {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).enumerated().map { index, cell in
                let space = String(repeating: " ", count: cell.1 - cell.0.count)
                return index < leading ? cell.0 + space : space + cell.0
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
