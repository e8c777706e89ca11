internal import ClusterModel
package import Projection
internal import Units

/// The published table beside ours as JSON, with the unit in the name of every key.
package enum ValidationFile {
    /// The file's text; equal tables give equal bytes.
    package static func text(
        _ rows: [ValidationRow], projected: ProjectedTable, function: EfficiencyFunction
    ) -> String {
        JSONValue.object([
            "format": .count(1),
            "figures": .count(rows.count),
            "figures_that_agree": .count(rows.count { $0.agrees }),
            "rows": .array(rows.map(row)),
            "projected": .object([
                "rows": .array(projected.rows.map(projection)),
                "independent_runs": .count(projected.independent.count),
                "mean_absolute_error_percent": .number(
                    ProjectedTable.meanAbsoluteError(projected.independent) * 100),
                "mean_absolute_error_of_all_percent": .number(ProjectedTable.meanAbsoluteError(projected.rows) * 100),
                "hfu_coefficients": .array(function.coefficients.map { .number($0) }),
                "hfu_rms_log_error_study_left_out": .number(function.spread),
                "not_projected": .array(
                    projected.others.map { .object(["run": .string($0.run), "reason": .string($0.reason)]) }),
            ]),
        ]).text
    }

    private static func projection(_ row: ProjectedRow) -> JSONValue {
        .object([
            "run": .string(row.run.name),
            "parameters": .count(row.work.parameters),
            "active_parameters": .count(row.work.activeParameters),
            "tokens": .count(row.work.tokens),
            "training_flops": .exact(row.work.flops.count),
            "hardware_flops_per_model_flop": .number(row.hardwareRatio),
            "mfu": .number(row.mfu),
            "software": .string(row.software),
            "ours_accelerator_hours": .number(row.hours),
            "theirs_accelerator_hours": .number(row.publishedHours),
            "ours_emissions_tco2e": .number(row.emissions),
            "theirs_emissions_tco2e": .number(row.publishedEmissions),
            "error_percent": .number(row.error * 100),
            "not_independent": row.notIndependent.map { .string($0) } ?? .null,
            "note": row.note.map { .string($0) } ?? .null,
            "source": .string(row.source),
            "confidence": .string(row.confidence.rawValue),
        ])
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
