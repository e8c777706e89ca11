internal import Units

/// Reads `disturbances`: what goes wrong, by chance or always.
struct DisturbanceReading {
    /// `nil` if the nodes cannot be read: ranks are then not compared with it.
    let nodeCount: Int?
    let log: ProblemLog

    private static let keys = ["stragglers", "slow_links", "packet_loss", "background"]
    private static let slowLinkExample = "{ rank: 3, bandwidth: 50 % }"
    /// What a straggler's compute times are longer by, in shares of the undisturbed ones: 1.5, or 150 %, makes × 2.5.
    private static let slowdowns = Ratio.zero...Ratio(count: 100 * Ratio.scale)
    /// Beyond it a connection breaks down rather than slows.
    private static let losses = Ratio.zero...Ratio(count: Ratio.scale / 2)
    /// From the smallest Ethernet frame to more than any jumbo frame or offloaded segment.
    private static let packets = ByteCount(count: 64)...ByteCount(count: 1 << 20)
    /// The largest packet of InfiniBand and RoCE.
    private static let usualPacket = ByteCount(count: 4096)

    /// The disturbances, or `nil` after logging. An absent section is none.
    func model(_ value: YAMLValue?) -> DisturbanceModel? {
        guard let value else { return DisturbanceModel.none }
        guard
            let fields = MappingReader(
                value, path: "disturbances", keys: Self.keys, example: "{ slow_links: [\(Self.slowLinkExample)] }",
                log: log)
        else { return nil }
        let stragglers = section(fields, "stragglers", keys: ["probability", "slowdown", "ranks"], read: stragglers)
        let slowLinks = slowLinks(fields.optional("slow_links"))
        let loss = section(
            fields, "packet_loss", keys: ["probability", "packet", "timeout", "ranks"], read: packetLoss)
        let background = section(fields, "background", keys: ["share", "probability"], read: background)
        guard let stragglers, let slowLinks, let loss, let background else { return nil }
        return DisturbanceModel(
            stragglers: stragglers, slowLinks: slowLinks, packetLoss: loss, background: background)
    }

    /// What stands under a key: `.some(nil)` where it is absent, `nil` after logging.
    private func section<Model>(
        _ fields: MappingReader, _ key: String, keys: [String], read: (MappingReader) -> Model?
    ) -> Model?? {
        guard fields.optional(key) != nil else { return .some(nil) }
        return fields.mapping(key, keys: keys).flatMap(read).map { .some($0) }
    }

    private func stragglers(_ fields: MappingReader) -> DisturbanceModel.Stragglers? {
        let probability: Ratio? = fields.quantity("probability", in: .share)
        let slowdown: Ratio? = fields.quantity("slowdown", in: Self.slowdowns)
        let ranks = ranks(fields)
        guard let probability, let slowdown, let ranks else { return nil }
        return DisturbanceModel.Stragglers(probability: probability, slowdown: slowdown, ranks: ranks)
    }

    private func packetLoss(_ fields: MappingReader) -> DisturbanceModel.PacketLoss? {
        let probability: Ratio? = fields.quantity("probability", in: Self.losses)
        let packet = fields.quantity("packet", default: Self.usualPacket, in: Self.packets)
        let timeout: TimeSpan? = fields.quantity("timeout", in: FabricReading.latencies)
        let ranks = ranks(fields)
        guard let probability, let packet, let timeout, let ranks else { return nil }
        return DisturbanceModel.PacketLoss(probability: probability, packet: packet, timeout: timeout, ranks: ranks)
    }

    private func background(_ fields: MappingReader) -> DisturbanceModel.Background? {
        let share: Ratio? = fields.quantity("share", in: .zero ... .belowOne)
        let probability = fields.quantity("probability", default: Ratio.one, in: .share)
        guard let share, let probability else { return nil }
        return DisturbanceModel.Background(share: share, probability: probability)
    }

    private func slowLinks(_ value: YAMLValue?) -> [DisturbanceModel.SlowLink]? {
        guard let value else { return [] }
        guard case .sequence(let items) = value.content else {
            log.error(
                value.location, "disturbances.slow_links must be a list, but is \(value.kind)",
                remedy: "write it like [\(Self.slowLinkExample)]")
            return nil
        }
        var seen: Set<Int> = []
        let links = items.enumerated().compactMap { index, item -> DisturbanceModel.SlowLink? in
            guard let link = slowLink(item, path: "disturbances.slow_links[\(index)]") else { return nil }
            return isNew(link.rank, at: item, in: &seen, of: "disturbances.slow_links") ? link : nil
        }
        return links.count == items.count ? links : nil
    }

    private func slowLink(_ value: YAMLValue, path: String) -> DisturbanceModel.SlowLink? {
        guard
            let fields = MappingReader(
                value, path: path, keys: ["rank", "bandwidth", "latency"], example: Self.slowLinkExample, log: log)
        else { return nil }
        let rank = fields.required("rank", example: "3").flatMap { self.rank(fields, $0, fields.name(of: "rank")) }
        let bandwidth = fields.quantity("bandwidth", default: Ratio.one, in: .positiveShare)
        let latency = fields.quantity("latency", default: TimeSpan.zero, in: FabricReading.latencies)
        if fields.optional("bandwidth") == nil && fields.optional("latency") == nil {
            log.error(
                value.location, "\(path) gives neither bandwidth nor latency",
                remedy: "add bandwidth: 50 % (what is left of it), or latency: 10 us (what is added)")
            return nil
        }
        guard let rank, let bandwidth, let latency else { return nil }
        return DisturbanceModel.SlowLink(rank: rank, bandwidth: bandwidth, latency: latency)
    }

    /// The ranks that a disturbance is confined to: `.some(nil)` for any, `nil` after logging.
    private func ranks(_ fields: MappingReader) -> [Int]?? {
        guard let value = fields.optional("ranks") else { return .some(nil) }
        let name = fields.name(of: "ranks")
        guard case .sequence(let items) = value.content, !items.isEmpty else {
            let kind = if case .sequence = value.content { "an empty list" } else { value.kind }
            log.error(
                value.location, "\(name) must be a list of ranks, but is \(kind)",
                remedy: "write it like [0, 3], or drop the key for all ranks")
            return nil
        }
        var seen: Set<Int> = []
        let ranks = items.enumerated().compactMap { index, item -> Int? in
            guard let rank = self.rank(fields, item, "\(name)[\(index)]") else { return nil }
            return isNew(rank, at: item, in: &seen, of: name) ? rank : nil
        }
        return ranks.count == items.count ? .some(ranks) : nil
    }

    /// A rank of the cluster, counted from 0, or `nil` after logging.
    private func rank(_ fields: MappingReader, _ value: YAMLValue, _ what: String) -> Int? {
        guard let rank = fields.integer(value, what, in: 0...Limits.nodes.upperBound - 1) else { return nil }
        guard let nodeCount, rank >= nodeCount else { return rank }
        log.error(
            value.location, "\(what) is \(rank), but the cluster's \(nodeCount) nodes are ranks 0 to \(nodeCount - 1)",
            remedy: "ranks count from 0 in the order of the node groups")
        return nil
    }

    private func isNew(_ rank: Int, at value: YAMLValue, in seen: inout Set<Int>, of list: String) -> Bool {
        guard seen.insert(rank).inserted else {
            log.error(value.location, "\(list) has rank \(rank) twice", remedy: "keep one of them")
            return false
        }
        return true
    }
}
