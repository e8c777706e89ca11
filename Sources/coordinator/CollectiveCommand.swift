import ArgumentParser
import ClusterModel
import Reporting

struct CollectiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collective",
        abstract: "Price one collective by every algorithm, in the manner of nccl-tests.",
        discussion: """
            Time, bandwidths, bytes, energy and emissions of one collective between the nodes of a cluster, all of them \
            ready at once and the network idle. Sizes have their unit: MB = 10^6 bytes, MiB = 2^20.

              coordinator collective --nodes 8 --size 64MB
              coordinator collective --config 10gbe --min-size 1KB --max-size 1GB --factor 4
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

    @Flag(help: "JSON instead of tables; units are in the keys.")
    var json = false

    func run() throws {
        do {
            let question = try CollectiveQuestion(
                collective: collective, algorithms: algorithm,
                sweep: SizeSweep(size: size, minimum: minSize, maximum: maxSize, factor: factor), check: check)
            let loaded = try ClusterOptions.load(config, calibration: calibration, overrides: overrides())
            let survey = try CollectiveSurvey(cluster: loaded.cluster, question: question)
            Terminal.print(
                json ? CollectiveFile.text(survey) : CollectiveText.text(survey, file: config), terminator: "")
        } catch let error as CollectiveQuestionError {
            throw ValidationError("\(error)")
        }
    }

    private func overrides() throws -> ClusterOverrides {
        var overrides = ClusterOverrides(nodes: nodes, groupSize: groupSize, segments: segments)
        overrides.gradientType = try gradientDtype.map(ClusterOptions.gradientType)
        return overrides
    }
}
