import ArgumentParser
import ClusterModel
import Collectives
import Emulation
import Nodes
import Reporting
import Units

struct CollectiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collective",
        abstract: "Price one collective by every algorithm, or execute it, in the manner of nccl-tests.",
        discussion: """
            Time, bandwidths, bytes, energy and emissions of one collective between the nodes of a cluster, all of them \
            ready at once and the network idle. Sizes have their unit: MB = 10^6 bytes, MiB = 2^20.

              coordinator collective --nodes 8 --size 64MB
              coordinator collective --config 10gbe --min-size 1KB --max-size 1GB --factor 10
              coordinator collective --nodes 8 --size 4MB --execute

            With --execute every row is really executed as well: each rank is a thread of this host that sends its vector \
            over ZeroMQ. What that took here is printed apart; it says nothing of the emulated cluster.
            """)

    @Option(help: "A cluster file, or the name of a shipped one, such as default, 10gbe or leaf-spine-3to1.")
    var config = "default"

    @Option(help: ArgumentHelp("A calibration that is laid over the cluster file.", valueName: "file"))
    var calibration: String?

    @Option(help: "Nodes of the cluster, each a rank (default: as the cluster file says).")
    var nodes: Int?

    @Option(help: "all-reduce, reduce-scatter or all-gather.")
    var collective = CollectiveOperation.allReduce.rawValue

    @Option(help: ArgumentHelp("Algorithms with commas between them (default: all).", valueName: "names"))
    var algorithm: String?

    @Option(help: ArgumentHelp("Nodes of a group of the algorithm two-level.", valueName: "nodes"))
    var groupSize: Int?

    @Option(help: ArgumentHelp("Segments of each half of a vector, of double-binary-tree.", valueName: "count"))
    var segments: Int?

    @Option(help: ArgumentHelp("Bytes of one rank's vector (default: 64MB).", valueName: "size"))
    var size: String?

    @Option(help: ArgumentHelp("Least of several sizes.", valueName: "size"))
    var minSize: String?

    @Option(help: ArgumentHelp("Largest of several sizes.", valueName: "size"))
    var maxSize: String?

    @Option(help: ArgumentHelp("From one size to the next (default: 2).", valueName: "n"))
    var factor: Int?

    @Option(help: "Type of an element: fp32, bf16 or fp16 (default: the cluster file's gradients).")
    var gradientDtype: String?

    @Flag(
        inversion: .prefixedNo,
        help: "Compare with a plain sum in memory (default: where all vectors have at most 64 MiB together).")
    var check: Bool?

    @Flag(help: "Execute every row on this host: up to 64 nodes, 1 GiB a vector, 4 GiB in all.")
    var execute = false

    @Option(help: ArgumentHelp("Executions of a row that are timed (default: 5).", valueName: "n"))
    var repeats: Int?

    @Flag(help: "JSON instead of tables; units are in the keys.")
    var json = false

    func run() throws {
        do {
            let question = try CollectiveQuestion(
                collective: collective, algorithms: algorithm,
                sweep: SizeSweep(size: size, minimum: minSize, maximum: maxSize, factor: factor),
                // What is executed is always compared.
                check: execute ? false : check)
            try checkRepeats()
            let loaded = try ClusterOptions.load(config, calibration: calibration, overrides: overrides(question))
            for warning in loaded.warnings { Terminal.note("\(warning)") }
            if execute { try checkLimits(question, cluster: loaded.cluster) }
            var survey = try CollectiveSurvey(cluster: loaded.cluster, question: question)
            if execute { survey = try executed(survey) }
            Terminal.print(
                json ? CollectiveFile.text(survey) : CollectiveText.text(survey, file: config), terminator: "")
        } catch let error as CollectiveQuestionError {
            throw ValidationError("\(error)")
        }
    }

    private func checkRepeats() throws {
        guard let repeats else { return }
        guard execute else { throw ValidationError("--repeats is for --execute: add that, or leave --repeats out") }
        guard (1...1000).contains(repeats) else { throw ValidationError("--repeats \(repeats): from 1 to 1000") }
    }

    /// Before anything is priced: the largest size decides.
    private func checkLimits(_ question: CollectiveQuestion, cluster: Cluster) throws {
        let width = Int64(cluster.workload.represented.gradientType.width)
        let largest = question.sweep.sizes.map(\.bytes).max() ?? 0
        do {
            try CollectiveLimits.check(ranks: cluster.nodeCount, elements: Int(largest / width))
        } catch {
            throw ValidationError("\(error)")
        }
    }

    /// Executes every row on this host, one after another; SIGINT ends it.
    private func executed(_ survey: CollectiveSurvey) throws -> CollectiveSurvey {
        let host = try CollectiveHost()
        let interrupts = Interrupts { _ in host.interrupt() }
        defer { withExtendedLifetime(interrupts) {} }
        do {
            return try survey.executed { row in
                HostCollective(try host.execute(task(row, cluster: survey.cluster)))
            }
        } catch CollectiveExecutionError.interrupted {
            throw ExitCode(130)
        } catch CollectiveExecutionError.failed(let reason) {
            Terminal.complain(reason)
            throw ExitCode.failure
        }
    }

    /// A row as it is executed; the messages of an all-reduce carry the clocks of its price.
    private func task(_ row: CollectiveRow, cluster: Cluster) -> CollectiveTask {
        let kind: SeededVectors.Kind =
            switch row.operation {
            case .allReduce: .allReduce
            case .reduceScatter: .reduceScatter
            case .allGather: .allGather
            }
        let clocks =
            kind == .allReduce
            ? CarriedClocks(cluster: cluster, algorithm: row.algorithm, elements: row.elements) : nil
        return CollectiveTask(
            schedule: row.schedule, vectors: SeededVectors(kind: kind, ranks: row.ranks, elements: row.elements),
            clocks: clocks,
            repeats: repeats ?? 5)
    }

    /// The algorithm that is asked for takes the place of the file's; among several, each is one that can be chosen.
    private func overrides(_ question: CollectiveQuestion) throws -> ClusterOverrides {
        var overrides = ClusterOverrides(nodes: nodes, groupSize: groupSize, segments: segments)
        overrides.gradientType = try gradientDtype.map(ClusterOptions.gradientType)
        let asked = question.algorithms.count == 1 ? question.algorithms.first : nil
        overrides.algorithm = asked.flatMap { CollectiveChoice.Algorithm(rawValue: $0.rawValue) } ?? .auto
        return overrides
    }
}

extension HostCollective {
    fileprivate init(_ executed: ExecutedCollective) {
        self.init(
            repeats: executed.times.count, median: executed.median, shortest: executed.shortest,
            longest: executed.longest,
            payloadSent: executed.traffic.reduce(0) { $0 + Int64($1.payloadSent) },
            framingSent: executed.traffic.reduce(0) { $0 + Int64($1.framingSent) },
            carriedClocks: executed.carriedClocks, wrong: executed.wrongElements)
    }
}
