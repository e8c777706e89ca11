internal import ClusterModel
internal import Collectives
internal import Emulation
internal import Units

/// A survey for the terminal, in the manner of nccl-tests: lines with `#` say what the figures mean, then tables.
package enum CollectiveText {
    /// The text, each line with its end.
    ///
    /// - Parameter file: the cluster file or shipped configuration, as it was named.
    package static func text(_ survey: CollectiveSurvey, file: String) -> String {
        var lines = header(survey, file: file)
        lines.append("#")
        CollectiveTables.times(survey.rows).write(to: &lines)
        lines += ["#"]
        CollectiveTables.bounds(survey.rows).write(to: &lines)
        lines += ["#"]
        CollectiveTables.costs(survey.rows).write(to: &lines)
        if survey.isExecuted {
            lines +=
                ["#"] + field("this host", "what executing it took and sent here; not the emulated cluster's") + ["#"]
            CollectiveTables.hostTimes(survey.rows).write(to: &lines)
            lines += ["#"]
            CollectiveTables.hostBytes(survey.rows).write(to: &lines)
        }
        lines += ["#"] + notes(survey)
        return lines.map { $0 + "\n" }.joined()
    }

    private static func header(_ survey: CollectiveSurvey, file: String) -> [String] {
        let cluster = survey.cluster
        let represented = cluster.workload.represented
        let (operation, type) = (survey.question.operation, represented.gradientType)
        let nodes = cluster.nodes.map { "\($0.count) x \($0.acceleratorsPerNode) \($0.accelerator.name)" }
        let ports = Set((0..<survey.ranks).map { survey.network.portBandwidth(rank: $0) }).sorted()
        let rates =
            ports.count == 1 ? ports[0].formatted() : "\(ports[0].formatted()) to \(ports[ports.count - 1].formatted())"
        return [
            field("collective", "\(operation.rawValue), type \(typeName(type)), redop \(operation.reduction)"),
            field("cluster", "\(cluster.name) (\(file))"),
            field("nodes", nodes.joined(separator: ", ") + "; 1 rank = 1 node"),
            field("topology", cluster.fabric.topology.name + (survey.sharesLinks ? ", links are shared" : "")),
            field("link", "\(rates) of payload a node and direction"),
            field("latency", "\(latencies(survey.network, ranks: survey.ranks)) a message, end to end"),
            field(
                "counted",
                "one collective between nodes that are all ready, alone on an undisturbed network; "
                    + "not what happens inside a node"),
        ].flatMap { $0 }
    }

    private static func notes(_ survey: CollectiveSurvey) -> [String] {
        let factor = survey.question.operation == .allReduce ? "2(n-1)/n" : "(n-1)/n"
        var notes = [
            field("size", "of one rank's vector; GB = 1e9 B; algbw = size/time, busbw = algbw x \(factor)"),
            field("#wrong", wrong(survey)),
            field("sent/rank", "payload of the busiest sender"),
            field(
                "bound",
                "lower bound / time; the bound is the larger of latency (a message a doubling of ranks, "
                    + "of servers \(survey.question.operation.passes)) and \(factor) x size / link"),
            field(
                "by",
                survey.isExecuted
                    ? "executed: really sent on this host and compared; times, energy and CO2e are the model's"
                    : "priced: from the model alone, nothing was sent"),
            field(
                "network, nodes",
                "energy and CO2e during the time, PUE included: NICs, switches, optics, standing and by the bytes; "
                    + "and the nodes, which wait"),
        ]
        if survey.sharesLinks {
            notes.append(
                field(
                    "shared", "what sharing links adds to the time, every start and end of a flow an event"))
        }
        notes += choices(survey) + hostNotes(survey)
        return notes.flatMap { $0 }
    }

    private static func wrong(_ survey: CollectiveSurvey) -> String {
        guard !survey.isExecuted else {
            return "elements that differ from a plain sum, over all ranks, in the worst execution"
        }
        return "elements that differ from a plain sum, the schedule played in memory on Float32 vectors; "
            + "N/A: not checked" + (survey.leavesUnchecked ? limits(survey.question.check) : "")
    }

    /// What the tables of this host mean.
    private static func hostNotes(_ survey: CollectiveSurvey) -> [[String]] {
        guard survey.isExecuted, let host = survey.rows.first?.host else { return [] }
        return [
            field("vector", "of one rank as it is executed: Float32, 4 B an element"),
            field(
                "host",
                "median, least and most of \(host.repeats) executions after one that is not timed, from the first "
                    + "rank's beginning to the last one's end; ranks are threads that share this host's cores and send "
                    + "over ZeroMQ's Unix sockets"),
            field(
                "payload",
                "elements sent by all ranks in one execution; as many were received, and every rank's are what the "
                    + "schedule says"),
            field("framing", "headers and clock stamps; what ZeroMQ and the system add is not counted"),
            field("clocks", "carried: the messages moved virtual clocks (without shared links), which ended as priced"),
        ]
    }

    /// What `auto` chooses: a mark where it is in the table, else a line.
    private static func choices(_ survey: CollectiveSurvey) -> [[String]] {
        guard survey.question.operation == .allReduce else { return [] }
        var notes: [[String]] = []
        if survey.rows.contains(where: \.isChosen) {
            notes.append(field("*", "what auto chooses for buckets of this size"))
        }
        let others = zip(survey.question.sweep.sizes, survey.choices).compactMap { size, choice in
            choice.flatMap { survey.question.algorithms.contains($0) ? nil : "\($0.rawValue) for \(size.bytes) B" }
        }
        if !others.isEmpty { notes.append(field("auto", "would choose " + others.joined(separator: ", "))) }
        return notes
    }

    private static func limits(_ check: CollectiveQuestion.CheckRule) -> String {
        switch check {
        case .none: ""
        case .upTo(let rank, let total) where rank == total:
            " where all vectors together are above \(total >> 20) MiB (--check: up to 64 MiB a rank)"
        case .upTo(let rank, let total):
            " where a vector is above \(rank >> 20) MiB, or all together above \(total >> 30) GiB"
        }
    }

    /// As nccl-tests calls the type.
    private static func typeName(_ type: RepresentedWorkload.GradientType) -> String {
        switch type {
        case .fp32: "float (fp32, 4 B)"
        case .bf16: "bfloat16 (bf16, 2 B)"
        case .fp16: "half (fp16, 2 B)"
        }
    }

    /// Of messages between neighbouring ranks and between the first rank and all others.
    private static func latencies(_ network: NetworkModel, ranks: Int) -> String {
        var found = Set<VirtualDuration>()
        for rank in 1..<ranks {
            found.insert(network.latency(from: 0, to: rank))
            found.insert(network.latency(from: rank - 1, to: rank))
        }
        let sorted = found.sorted()
        let ends = [sorted[0], sorted[sorted.count - 1]].map(Figures.duration)
        return ends[0] == ends[1] ? ends[0] : ends.joined(separator: " to ")
    }

    /// Lines that begin with `#`, a label and words under one another.
    private static func field(_ label: String, _ text: String) -> [String] {
        var page = Page()
        page.field("# " + label, text, indent: 17)
        return page.lines.map { $0.hasPrefix("#") ? $0 : "#" + $0.dropFirst() }
    }
}
