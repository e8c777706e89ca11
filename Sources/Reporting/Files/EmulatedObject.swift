internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// The part of `result.json` that says what the emulated cluster did.
enum EmulatedObject {
    static func value(_ report: RunReport) -> JSONValue {
        let account = report.account
        let analysis = report.analysis
        let tokens = analysis.tokensPerStep * account.trainingSteps
        return .object([
            "makespan_seconds": .number(account.clock.makespan().seconds),
            "makespan_attoseconds": .exact(account.clock.makespan().attoseconds),
            "ideal_network_makespan_seconds": .number(account.clock.makespan(.idealNetwork).seconds),
            "course": BookedCourse.value(account),
            "tokens": .count(tokens),
            "total": total(analysis.total),
            "equipment": total(analysis.equipment),
            "emissions_gco2e_per_million_tokens":
                tokens == 0 ? .null : .number(analysis.total.grams * 1e6 / Double(tokens)),
            "sci_gco2e_per_million_tokens":
                tokens == 0
                ? .null
                : .number((analysis.total.grams + analysis.embodiedTotal.grams) * 1e6 / Double(tokens)),
            "sites": .array(analysis.sites.map(site)),
            "scaling_efficiency_ratio": .optional(analysis.scalingEfficiency),
            "ranges": analysis.ranges.map(ranges) ?? .null,
            "step": step(report),
            "all_reduce": allReduce(report),
            "network_overhead": overhead(report),
            "embodied": .array(analysis.embodied.map(embodied)),
            "embodied_gco2e": .number(analysis.embodiedTotal.grams),
            "bookings": bookings(account.ledger),
            "ranks": .array(
                (0..<account.job.worldSize).map { rank in
                    .object(["rank": .count(rank), "total": total(account.ledger.total(rank: rank))])
                }),
            "forecast": ForecastObject.value(report),
            "token_outlays": .array(analysis.tokenOutlays.map(ForecastObject.tokens)),
            "sensitivities": .array(analysis.sensitivities.map(sensitivity)),
        ])
    }

    private static func site(_ account: SiteAccount) -> JSONValue {
        let site = account.site
        return .object([
            "name": .string(site.name), "total": total(account.total), "equipment": total(account.equipment),
            "mean_intensity_gco2e_per_kwh": .optional(account.meanIntensity?.gramsPerKilowattHour),
            "emissions_market_gco2e": site.marketIntensity == nil ? .null : .number(account.marketGrams),
            "emissions_marginal_gco2e": site.marginalIntensity == nil ? .null : .number(account.marginalGrams),
            "water_litres": .optional(account.litres),
        ])
    }

    /// Exact sums beside numbers for reading.
    static func total(_ total: LedgerTotal) -> JSONValue {
        .object([
            "energy_nanojoules": .exact(total.energy), "emissions_micrograms": .exact(total.emissions),
            "energy_joules": .number(Double(total.energy) / 1e9), "emissions_gco2e": .number(total.grams),
        ])
    }

    private static func ranges(_ ranges: Ranges) -> JSONValue {
        let interval = { (interval: Interval) -> JSONValue in
            .object(["p5": .number(interval.low), "p50": .number(interval.median), "p95": .number(interval.high)])
        }
        return .object([
            "draws": .count(Ranges.draws),
            "energy_joules": interval(ranges.joules),
            "emissions_gco2e": interval(ranges.grams),
            "embodied_gco2e": interval(ranges.embodiedGrams),
            "attributed_gco2e": interval(ranges.networkGrams),
            "attributed_ratio": interval(ranges.networkShare),
            "against_ideal_gco2e": interval(ranges.againstIdealGrams),
            "against_ideal_ratio": interval(ranges.againstIdealShare),
        ])
    }

    private static func step(_ report: RunReport) -> JSONValue {
        let anatomy = report.account.anatomy
        let waits = WaitCause.allCases.map {
            ("\(Cause($0).rawValue)_seconds", JSONValue.number(anatomy.meanWait($0).seconds))
        }
        return .object([
            "duration_seconds": .number(anatomy.meanDuration.seconds),
            "forward_seconds": .number(anatomy.meanForward.seconds),
            "backward_seconds": .number(anatomy.meanBackward.seconds),
            "optimizer_seconds": .number(anatomy.meanOptimizer.seconds),
            "storage_seconds": .number(anatomy.meanStorage.seconds),
            "slowed_compute_seconds": .number(anatomy.meanSlowedCompute.seconds),
            "waits": .object(Dictionary(uniqueKeysWithValues: waits)),
        ])
    }

    private static func allReduce(_ report: RunReport) -> JSONValue {
        let closed = report.analysis.communication
        let anatomy = report.account.anatomy
        return .object([
            "stream_seconds": .number(anatomy.meanCommunication.seconds),
            "closed_form_ports_seconds": .number(closed.ports.seconds),
            "closed_form_latency_seconds": .number(closed.latency.seconds),
            "static_share_difference_ratio": .optional(report.analysis.staticShareDifference),
            "closed_form_contention_seconds": .number(closed.contention.seconds),
            "closed_form_intra_node_seconds": .number(closed.intraNode.seconds),
            "bus_bandwidth_bytes_per_second": .optional(BusBandwidth.betweenNodes(report)),
            "port_rate_bytes_per_second": .optional(closed.portRate.map { Double($0.bitsPerSecond) / 8 }),
            "payload_sent_bytes": .integer(anatomy.bytesSent),
            "payload_sent_again_bytes": .integer(anatomy.bytesSentAgain),
        ])
    }

    private static func overhead(_ report: RunReport) -> JSONValue {
        let overhead = report.analysis.overhead
        let stalls = overhead.stalls.map { ($0.cause.rawValue, total($0.total)) }
        return .object([
            "attributed": .object([
                "total": total(overhead.attributed), "stalls": .object(Dictionary(uniqueKeysWithValues: stalls)),
                "standing": total(overhead.standing), "transfers": total(overhead.transfers),
            ]),
            "against_ideal": .object([
                "total": total(overhead.againstIdeal), "ideal_network": total(report.analysis.ideal),
                "storage_interaction": total(overhead.storageInteraction), "hourly_grid": total(overhead.hourly),
                "rounding": total(overhead.rounding),
            ]),
            "embodied_against_ideal_gco2e": .number(
                report.analysis.embodied.reduce(0) { $0 + $1.actual.grams - $1.ideal.grams }),
        ])
    }

    private static func embodied(_ share: EmbodiedShare) -> JSONValue {
        .object([
            "component": .string(share.component.rawValue),
            "emissions_gco2e": .number(share.actual.grams), "ideal_network_gco2e": .number(share.ideal.grams),
        ])
    }

    /// What was booked, by component × the component it serves × cause × phase, in a fixed order.
    static func bookings(_ ledger: Ledger) -> JSONValue {
        .array(
            BookedSum.all(ledger).map { sum in
                .object([
                    "component": .string(sum.component.rawValue), "serving": .string(sum.serving.rawValue),
                    "cause": .string(sum.cause.rawValue), "phase": .string(sum.phase.rawValue),
                    "total": total(sum.total),
                ])
            })
    }

    private static func sensitivity(_ sensitivity: Sensitivity) -> JSONValue {
        .object([
            "constant": .string(sensitivity.constant.name), "at_low_gco2e": .number(rounded(sensitivity.atLow)),
            "at_high_gco2e": .number(rounded(sensitivity.atHigh)), "moves_time": .bool(sensitivity.movesTime),
        ])
    }

    /// To a microgram: what lies below is the noise of floating-point sums.
    private static func rounded(_ grams: Double) -> Double { (grams * 1e6).rounded() / 1e6 }
}
