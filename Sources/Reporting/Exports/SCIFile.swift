internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// `sci.json`: the run's Software Carbon Intensity, (E · I + M) per R for R = token, step and run.
///
/// Source: Green Software Foundation, Software Carbon Intensity specification 1.1.0 (ISO/IEC 21031:2024). E is the energy
/// of everything that is reserved, facility included; I the mean of the grids, weighted by energy, location-based; M the
/// share of embodied emissions over the reserved time.
enum SCIFile {
    static func text(_ report: RunReport) -> String {
        let analysis = report.analysis
        let total = analysis.total
        let embodied = Int128(analysis.embodiedTotal.micrograms)
        return JSONValue.object([
            "format": .count(1),
            "specification": .string("Software Carbon Intensity 1.1.0, Green Software Foundation (ISO/IEC 21031:2024)"),
            "equation": .string("SCI = (E * I + M) per R"),
            "quantification_method": .string("calculation"),
            "software_boundary": boundary(report),
            "energy_kwh": .number(total.kilowattHours), "energy_nanojoules": .exact(total.energy),
            "intensity_gco2e_per_kwh": intensity(total),
            "intensity_kind": .string("average, location-based; no market-based measures"),
            "sites": .array(
                analysis.sites.map { site in
                    .object([
                        "name": .string(site.site.name), "energy_kwh": .number(site.total.kilowattHours),
                        "intensity_gco2e_per_kwh": intensity(site.total),
                        "pue_ratio": .number(site.site.pue.central.value),
                    ])
                }),
            "operational_gco2e": .number(total.grams), "operational_micrograms": .exact(total.emissions),
            "embodied_gco2e": .number(analysis.embodiedTotal.grams), "embodied_micrograms": .exact(embodied),
            "embodied": hardware(report),
            "scores": .array(
                functionalUnits(report).map { score($0, count: $1, operational: total, embodied: embodied) }),
            "ranges": analysis.ranges.map { ranges in
                .object([
                    "operational_gco2e": interval(ranges.grams), "embodied_gco2e": interval(ranges.embodiedGrams),
                ])
            } ?? .null,
        ]).text
    }

    private static func boundary(_ report: RunReport) -> JSONValue {
        let sums = BookedSum.all(report.account.ledger)
        let booked = { (parts: [String]) -> JSONValue in .array(parts.map { .string($0) }) }
        return .object([
            "system": .string("emulated cluster: \(report.cluster.name)"),
            "components": booked(
                Component.allCases.filter { part in sums.contains { $0.component == part } }.map(\.rawValue)),
            "phases": booked(Phase.allCases.filter { part in sums.contains { $0.phase == part } }.map(\.rawValue)),
            "excluded": booked([
                "the machine that ran the emulator", "embodied emissions of the facility",
                "collection and storage of the data before the run", "use of the trained model",
            ]),
        ])
    }

    /// M = TE · TiR/EL · RR/ToR; nodes are reserved whole, the fabric as its allocation says, and TE is told with that share.
    private static func hardware(_ report: RunReport) -> JSONValue {
        let job = report.account.job
        let lifetime = report.cluster.assumptions.hardwareLifetime.central.duration
        let reserved = report.account.clock.makespan()
        let whole = (0..<job.worldSize).reduce(into: [Component: Int128]()) { sums, rank in
            let shares = Embodied.emissions(job: job, rank: rank, reserved: lifetime, constants: CentralValues())
            for share in shares { sums[share.component, default: 0] += Int128(share.mass.micrograms) }
        }
        return .object([
            "time_reserved_seconds": .number(reserved.seconds),
            "expected_lifespan_seconds": .number(lifetime.seconds),
            "time_share_ratio": .number(reserved.seconds / lifetime.seconds),
            "fabric_allocation": .string(report.cluster.fabric.allocation.rawValue),
            "components": .array(
                report.analysis.embodied.map { share in
                    .object([
                        "component": .string(share.component.rawValue),
                        "reserved_embodied_gco2e": .number(Double(whole[share.component] ?? 0) / 1e6),
                        "embodied_gco2e": .number(share.actual.grams),
                    ])
                }),
        ])
    }

    /// Name and number of each R.
    private static func functionalUnits(_ report: RunReport) -> [(String, Int)] {
        let steps = report.account.trainingSteps
        return [("token", report.analysis.tokensPerStep * steps), ("step", steps), ("run", 1)]
    }

    private static func score(
        _ unit: String, count: Int, operational: LedgerTotal, embodied: Int128
    ) -> JSONValue {
        // The sums are exact up to here; each quotient is rounded once.
        let per = { (micrograms: Int128) -> JSONValue in
            count == 0 ? .null : .number(Double(micrograms) / (Double(count) * 1e6))
        }
        return .object([
            "functional_unit": .string(unit), "functional_units": .count(count),
            "energy_kwh_per_unit": count == 0 ? .null : .number(Double(operational.energy) / (Double(count) * 3.6e15)),
            "operational_gco2e_per_unit": per(operational.emissions), "embodied_gco2e_per_unit": per(embodied),
            "sci_gco2e_per_unit": per(operational.emissions + embodied),
        ])
    }

    private static func intensity(_ total: LedgerTotal) -> JSONValue {
        total.energy > 0 ? .number(total.grams / total.kilowattHours) : .null
    }

    private static func interval(_ interval: Interval) -> JSONValue {
        .object(["p5": .number(interval.low), "p50": .number(interval.median), "p95": .number(interval.high)])
    }
}
