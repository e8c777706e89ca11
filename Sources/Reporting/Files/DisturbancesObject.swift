internal import ClusterModel
internal import Units

/// The part of `result.json` that says what was made to go wrong; what was not is null.
enum DisturbancesObject {
    static func value(_ model: DisturbanceModel) -> JSONValue {
        let ranks = { (ranks: [Int]?) -> JSONValue in ranks.map { .array($0.map { .count($0) }) } ?? .null }
        return .object([
            "stragglers": model.stragglers.map {
                .object([
                    "probability": .number($0.probability.value), "slowdown_ratio": .number($0.slowdown.value),
                    "ranks": ranks($0.ranks),
                ])
            } ?? .null,
            "slow_links": .array(
                model.slowLinks.map {
                    .object([
                        "rank": .count($0.rank), "bandwidth_ratio": .number($0.bandwidth.value),
                        "latency_seconds": .number($0.latency.duration.seconds),
                    ])
                }),
            "packet_loss": model.packetLoss.map {
                .object([
                    "probability": .number($0.probability.value), "packet_bytes": .integer($0.packet.bytes),
                    "timeout_seconds": .number($0.timeout.duration.seconds), "ranks": ranks($0.ranks),
                ])
            } ?? .null,
            "background": model.background.map {
                .object([
                    "share_ratio": .number($0.share.value), "probability": .number($0.probability.value),
                ])
            } ?? .null,
        ])
    }
}
