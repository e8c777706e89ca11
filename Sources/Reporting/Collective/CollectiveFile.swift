internal import ClusterModel
internal import Collectives
internal import Emulation
internal import Units

/// A survey as JSON, with the unit in the name of every key; `docs/collective.md` explains them.
package enum CollectiveFile {
    /// The file's text; equal surveys give equal bytes.
    package static func text(_ survey: CollectiveSurvey) -> String {
        JSONValue.object([
            "format": .count(1),
            "cluster": .string(survey.cluster.name),
            "topology": .string(survey.cluster.fabric.topology.name),
            "nodes": .count(survey.ranks),
            "collective": .string(survey.question.operation.rawValue),
            "redop": .string(survey.question.operation.reduction),
            "type": .string(survey.cluster.workload.represented.gradientType.rawValue),
            "rows": .array(survey.rows.map(row)),
        ]).text
    }

    private static func row(_ row: CollectiveRow) -> JSONValue {
        .object([
            "size_bytes": .integer(row.bytes),
            "elements": .count(row.elements),
            "algorithm": .string(row.algorithm.rawValue),
            "chosen_by_auto": .bool(row.isChosen),
            "origin": .string(row.origin.rawValue),
            "time_attoseconds": .exact(row.time.total.attoseconds),
            "time_seconds": .number(row.time.total.seconds),
            "latency_seconds": .number(row.time.latency.seconds),
            "ports_seconds": .number(row.time.ports.seconds),
            "contention_seconds": .number(row.time.contention.seconds),
            "algorithm_bandwidth_bytes_per_second": .number(row.algorithmBandwidth),
            "bus_bandwidth_bytes_per_second": .number(row.busBandwidth),
            "wrong_elements": row.wrong.map { .count($0) } ?? .null,
            "largest_sent_bytes": .integer(row.largestSent),
            "lower_bound_seconds": .number(row.bound.total.seconds),
            "share_of_lower_bound": .number(row.shareOfBound),
            "network_energy_joules": .number(row.cost.network.joules),
            "nodes_energy_joules": .number(row.cost.nodes.joules),
            "network_emissions_gco2e": .number(row.cost.network.grams),
            "nodes_emissions_gco2e": .number(row.cost.nodes.grams),
            "host": row.host.map { host($0, of: row) } ?? .null,
        ])
    }

    /// What executing a row came to on this host.
    private static func host(_ host: HostCollective, of row: CollectiveRow) -> JSONValue {
        .object([
            "vector_bytes": .count(row.hostBytes),
            "repeats": .count(host.repeats),
            "median_time_seconds": .number(host.median.inSeconds),
            "shortest_time_seconds": .number(host.shortest.inSeconds),
            "longest_time_seconds": .number(host.longest.inSeconds),
            "algorithm_bandwidth_bytes_per_second": .optional(row.hostAlgorithmBandwidth),
            "bus_bandwidth_bytes_per_second": .optional(
                row.hostAlgorithmBandwidth.map { $0 * row.operation.busFactor(ranks: row.ranks) }),
            "payload_sent_bytes": .integer(host.payloadSent),
            "framing_sent_bytes": .integer(host.framingSent),
            "carried_clocks": .bool(host.carriedClocks),
        ])
    }
}
