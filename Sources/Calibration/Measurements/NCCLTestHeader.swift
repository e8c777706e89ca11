internal import ClusterModel

/// What stands above the table of nccl-tests: the devices, and settings that decide what the times mean.
///
///     # Collective test starting: all_reduce_perf                      (from 2.17 on)
///     # nThread 1 nGpus 1 minBytes 8 … agg iters: 1 validation: 1 …
///     #  Rank  0 Group  0 Pid  1887 on  worker-1 device  0 [0x8d] …    (before 2.11 without Group)
struct NCCLTestHeader {
    private struct Device {
        let rank: Int
        let host: Substring
        let line: OutputLine
    }

    let file: String
    /// The program, as a comment or a command line in the output names it; `nil` where nothing does.
    private(set) var program: (name: String, line: OutputLine)?
    private var devices: [Device] = []

    init(file: String) { self.file = file }

    /// Takes in one comment.
    mutating func read(_ line: OutputLine) throws(CalibrationError) {
        if line.begins(with: "Rank") {
            devices.append(try device(line))
        } else if line.begins(with: "Collective", "test", "starting:"), let word = line.word(after: "starting:") {
            let name = Self.base(word.text)
            if let program, program.name != name { throw second(line) }
            program = (name, line)
        } else if line.begins(with: "nThread") {
            if let aggregated = aggregation(line), aggregated.text != "1" {
                throw CalibrationError(
                    at: line.location(file, aggregated),
                    "this run issued \(aggregated.text) collectives at a time (-m), which hides their latency",
                    remedy: "measure again with -m 1")
            }
        }
    }

    /// Takes in a line that is not the test's own, which may be the command that started it.
    mutating func readCommand(_ line: OutputLine) {
        guard program == nil, let word = line.words.first(where: { Self.base($0.text).hasSuffix("_perf") }) else {
            return
        }
        program = (Self.base(word.text), line)
    }

    /// The name of a program without its folder and the suffix that builds with MPI have.
    private static func base(_ text: Substring) -> String {
        let name = text.split(separator: "/").last ?? text
        return String(name.hasSuffix("_mpi") ? name.dropLast(4) : name)
    }

    private func aggregation(_ line: OutputLine) -> OutputLine.Word? {
        let words = line.words
        return words.indices.dropLast(2).first { words[$0].text == "agg" && words[$0 + 1].text == "iters:" }
            .map { words[$0 + 2] }
    }

    private func second(_ line: OutputLine) -> CalibrationError {
        CalibrationError(
            at: line.location(file), "a second test begins here", remedy: "put each test's output in a file of its own")
    }

    private func device(_ line: OutputLine) throws(CalibrationError) -> Device {
        guard let word = line.word(after: "Rank"), let rank = Int(word.text), let host = line.word(after: "on") else {
            throw CalibrationError(
                at: line.location(file), "this line does not say which rank runs on which host",
                remedy: "it reads like '# Rank 0 Group 0 Pid 4242 on node-1 device 0 [0x07] …'; drop the line and say "
                    + "--nccl-ranks and --nccl-nodes if the output is cut")
        }
        if let group = line.word(after: "Group"), group.text != "0" {
            throw CalibrationError(
                at: line.location(file, group),
                "this run had several groups of ranks at once (NCCL_TESTS_SPLIT), which compete for the links",
                remedy: "measure one group over all ranks")
        }
        return Device(rank: rank, host: host.text, line: line)
    }

    /// Ranks and the hosts they stand in.
    ///
    /// - Throws: if the device lines contradict themselves, or there are none and the user says nothing.
    func world(_ overrides: NCCLTestOverrides) throws(CalibrationError) -> (ranks: Int, nodes: Int) {
        for (expected, device) in devices.enumerated() where device.rank != expected && overrides.ranks == nil {
            let isRepeated = device.rank < expected
            throw CalibrationError(
                at: device.line.location(file, device.line.word(after: "Rank")),
                isRepeated
                    ? "rank \(device.rank) appears twice: these are several tests that did not know of each other"
                    : expected == 0
                        ? "the first rank is \(device.rank), not 0"
                        : "rank \(device.rank) follows rank \(expected - 1)",
                remedy: isRepeated
                    ? "build nccl-tests with MPI=1, so that all ranks join in one test"
                    : "keep all lines of the output, or say --nccl-ranks and --nccl-nodes")
        }
        guard let ranks = overrides.ranks ?? (devices.isEmpty ? nil : devices.count) else {
            throw CalibrationError(
                at: Location(file: file), "the output names no ranks ('# Rank 0 … on HOST …')",
                remedy: "keep its head, or say --nccl-ranks and --nccl-nodes")
        }
        var perHost: [(host: Substring, count: Int, line: OutputLine)] = []
        for device in devices {
            if let index = perHost.firstIndex(where: { $0.host == device.host }) {
                perHost[index].count += 1
            } else {
                perHost.append((device.host, 1, device.line))
            }
        }
        let nodes = overrides.nodes ?? max(1, perHost.count)
        if overrides.nodes == nil, overrides.ranks == nil, let first = perHost.first,
            let other = perHost.first(where: { $0.count != first.count })
        {
            throw CalibrationError(
                at: other.line.location(file, other.line.word(after: "on")),
                "\(other.host) has \(other.count) ranks, \(first.host) has \(first.count)",
                remedy: "measure with equally many ranks on each node")
        }
        guard nodes >= 1, ranks >= 2, ranks % nodes == 0 else {
            throw CalibrationError(
                at: devices.first?.line.location(file) ?? Location(file: file),
                ranks < 2 ? "one rank alone uses no network" : "\(ranks) ranks do not divide over \(nodes) nodes",
                remedy: ranks < 2 ? "measure with at least two" : "say --nccl-ranks and --nccl-nodes as they were")
        }
        return (ranks, nodes)
    }
}
