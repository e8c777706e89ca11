internal import Accounting
internal import ClusterModel
internal import Collectives
internal import Emulation
internal import Units

/// A step's collectives by their closed form, and the bus bandwidth.
enum CommunicationExplanations {
    static func add(_ report: RunReport, to book: inout ExplanationBook) {
        let closed = report.analysis.communication
        let anatomy = report.account.anatomy
        let job = report.account.job
        let cluster = report.cluster
        let root = "emulated.all_reduce"
        let forms: [(String, VirtualDuration, String, [String], [String])] = [
            ("ports", closed.ports, "on the nodes' ports", ["ports"], [cluster.fabric.linkEfficiency.name]),
            (
                "latency", closed.latency, "in latency between nodes", ["latency of ports"],
                [cluster.fabric.latency.name]
            ),
            ("contention", closed.contention, "added by sharing links of the fabric", ["shared links"], []),
            (
                "intra_node", closed.intraNode, "between the accelerators of a node", ["all-reduce inside the node"],
                cluster.nodes.compactMap(\.interconnect?.bandwidth.name)
            ),
        ]
        var terms: [Formula] = []
        for (name, span, words, aliases, related) in forms {
            terms.append(
                book.add(
                    Explanation(
                        "\(root).closed_form_\(name)_seconds", span.seconds, .seconds, symbol: name, aliases: aliases,
                        place: "all-reduce",
                        meaning: "of a step's collectives \(words): the sum over them, each alone and undisturbed, "
                            + "by the closed form of \(job.algorithm.rawValue)", origin: .clocks, related: related)))
        }
        if book.has("\(root).stream_seconds"), anatomy.meanCommunication != .zero {
            let stream = book.term("\(root).stream_seconds")
            book.derive(
                "waiting_for_peers_seconds", stream - .sum(terms), .seconds,
                aliases: ["waiting for peers", "buckets run into one another"], place: "all-reduce",
                meaning: "what remains of the stream's time: ranks that come late; negative where collectives run "
                    + "into one another")
        }
        book.add(
            Explanation(
                "\(root).static_share_difference_ratio",
                value: report.analysis.staticShareDifference.map { .number($0, .ratio) } ?? .text("no link is shared"),
                aliases: ["static shares of the links"], place: "network",
                meaning: "duration of three steps with static shares of the links over that with events, minus 1",
                origin: .repricing))
        book.add(
            Explanation(
                "\(root).payload_sent_bytes", Double(anatomy.bytesSent), .bytes, aliases: ["payload"],
                place: "transfers", meaning: "gradients and weights between nodes in the whole run, message by message",
                origin: .clocks))
        book.add(
            Explanation(
                "\(root).payload_sent_again_bytes", Double(anatomy.bytesSentAgain), .bytes, aliases: ["disturbed"],
                place: "disturbed", meaning: "payload sent again because packets were lost, by seeded draws",
                origin: .clocks))
        bandwidth(report, closed, terms, to: &book)
    }

    private static func bandwidth(
        _ report: RunReport, _ closed: CommunicationParts, _ terms: [Formula], to book: inout ExplanationBook
    ) {
        let job = report.account.job
        let root = "emulated.all_reduce"
        guard let rate = closed.portRate, let printed = BusBandwidth.betweenNodes(report) else {
            for (name, words) in [("bus_bandwidth", "bus bandwidth"), ("port_rate", "rate of the slowest path")] {
                book.add(
                    Explanation(
                        "\(root).\(name)_bytes_per_second", value: .text("none: one node"), place: "bus bandwidth",
                        meaning: words, origin: .clocks))
            }
            return
        }
        let port = portRate(rate, report, to: &book)
        var moved: Formula
        if report.cluster.workload.represented.sharding == .none {
            moved = book.derive(
                "moved_bytes", .number(2) * book.term("configuration.represented.gradient_bytes"), .bytes,
                place: "not printed by itself",
                meaning: "bytes that a step's collectives move: an all-reduce is a reduce-scatter and an all-gather")
        } else {
            moved = book.add(
                Explanation(
                    "moved_bytes", Double(job.movedBytes), .bytes, place: "not printed by itself",
                    meaning: "bytes of a step's reduce-scatters and all-gathers together", origin: .clocks))
        }
        let ranks = book.add(
            Explanation(
                "ranks", Double(job.worldSize), .count, symbol: "n", aliases: ["nodes"], place: "EMULATED CLUSTER",
                meaning: "nodes, each one rank", origin: .configuration))
        let bus = book.add(
            Explanation(
                "\(root).bus_bandwidth_bytes_per_second", printed, .bytesPerSecond, symbol: "bus_bandwidth",
                aliases: ["bus bandwidth"], place: "bus bandwidth",
                meaning: "as in nccl-tests, a rank a node: bytes that each rank must send over the time between nodes, "
                    + "undisturbed",
                formula: (ranks - .number(1)) / ranks * moved / (terms[0] + terms[1] + terms[2])))
        book.derive(
            "bus_bandwidth_ratio", bus / port, .ratio, aliases: ["bus bandwidth %"], place: "bus bandwidth",
            meaning: "share of the slowest path's rate that it reaches")
    }

    /// On a star the slowest of NICs, links and switch ports; else read off the schedule's messages.
    private static func portRate(
        _ rate: Bandwidth, _ report: RunReport, to book: inout ExplanationBook
    ) -> Formula {
        let fabric = report.cluster.fabric
        let name = "emulated.all_reduce.port_rate_bytes_per_second"
        let value = Double(rate.bitsPerSecond) / 8
        let meaning = "payload rate of the slowest path that the schedule uses"
        guard fabric.topology == .star, report.cluster.nodes.allSatisfy({ $0.nicsPerNode == 1 }) else {
            return book.add(
                Explanation(
                    name, value, .bytesPerSecond, symbol: "port_rate", aliases: ["slowest path"],
                    place: "bus bandwidth", meaning: meaning + ", over ports and links of the \(fabric.topology.name)",
                    origin: .clocks, related: [fabric.linkEfficiency.name]))
        }
        let bits = { (book: inout ExplanationBook, name: String, rate: Bandwidth, words: String) in
            book.add(
                Explanation(
                    name, Double(rate.bitsPerSecond), .count, place: "network", meaning: "bit/s of \(words)",
                    origin: .configuration))
        }
        var rates = [bits(&book, "configuration.fabric.link_bits_per_second", fabric.link, "a link, per direction")]
        for (index, group) in report.cluster.nodes.enumerated() {
            rates.append(
                bits(&book, "network.groups[\(index)].nic_bits_per_second", group.nic.bandwidth, group.nic.name))
        }
        if let model = fabric.switchModel {
            rates.append(bits(&book, "network.switch_port_bits_per_second", model.portBandwidth, "a switch port"))
        }
        return book.add(
            Explanation(
                name, value, .bytesPerSecond, symbol: "port_rate", aliases: ["slowest path"], place: "bus bandwidth",
                meaning: meaning,
                formula: .function(.minimum, rates) * book.constant(fabric.linkEfficiency) / .number(8)))
    }
}
