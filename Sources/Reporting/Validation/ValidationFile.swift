internal import ClusterModel
package import Projection

/// The published table beside ours as JSON, with the unit in the name of every key.
package enum ValidationFile {
    /// The file's text; equal tables give equal bytes.
    package static func text(_ rows: [ValidationRow]) -> String {
        JSONValue.object([
            "format": .count(1),
            "figures": .count(rows.count),
            "figures_that_agree": .count(rows.count { $0.agrees }),
            "rows": .array(rows.map(row)),
        ]).text
    }

    private static func row(_ row: ValidationRow) -> JSONValue {
        let unit =
            switch row.published.unit {
            case "MWh": "energy_mwh"
            case "lb": "emissions_pounds_co2e"
            default: "emissions_tco2e"
            }
        return .object([
            "run": .string(row.run.name),
            "accounting": row.basis.isEmpty ? .null : .string(row.basis),
            "ours_\(unit)": .number(row.ours.value.value),
            "ours_low_\(unit)": .number(row.ours.low.value),
            "ours_high_\(unit)": .number(row.ours.high.value),
            "theirs_\(unit)": .number(row.published.number.value.value),
            "theirs_low_\(unit)": .number(row.published.number.low.value),
            "theirs_high_\(unit)": .number(row.published.number.high.value),
            "error_percent": .number(row.error * 100),
            "agreement": .string(row.agreement.rawValue),
            "agrees": .bool(row.agrees),
            "circular": row.run.circular.map { .string($0) } ?? .null,
            "note": row.run.note.map { .string($0) } ?? .null,
            "source": .string(row.run.source),
            "year": .count(row.run.year),
            "confidence": .string(row.run.confidence.rawValue),
        ])
    }
}
