import ArgumentParser
import ClusterModel
import Estimation
import Reporting

struct EstimateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate",
        abstract: "What hardware emits in so many hours in a region, by four methods, and why they differ.",
        discussion: """
            Without a network, a run or a connection: the question of the ML CO2 Impact calculator, answered by its \
            arithmetic (mlco2), that of Green Algorithms and of CodeCarbon 3, and by ours (ringwatt). TDP, power and \
            intensity are those of the catalog; quantities have their unit.

              coordinator estimate --hardware a100-sxm4-80gb --count 8 --hours 9 --region fr
              coordinator estimate --hardware t4 --hours 2.5 --region fr --method mlco2
              coordinator estimate --hardware h100-sxm5-80gb --count 64 --hours 24 \\
                --region de --cpu xeon-8480+ --sockets 2 --memory 2TB --utilization 90% --pue 1.2

            What is not said of the machine is assumed, and the answer says so.
            """)

    @Option(help: ArgumentHelp("An accelerator of the catalog.", valueName: "name"))
    var hardware: String

    @Option(help: "Accelerators in all.")
    var count = 1

    @Option(help: "Hours of use, such as 100 or 2.5.")
    var hours: String

    @Option(help: ArgumentHelp("A region of the catalog: a cloud region or a country code.", valueName: "name"))
    var region: String

    @Option(help: "Facility energy over IT energy (default: of the region's operator).")
    var pue: String?

    @Option(
        help: ArgumentHelp("Share of the hours in which the accelerators compute (default: 100%).", valueName: "share"))
    var utilization: String?

    @Option(help: ArgumentHelp("Rated power of one accelerator (default: as the catalog says).", valueName: "power"))
    var tdp: String?

    @Option(help: ArgumentHelp("Accelerators of one node (default: up to 8).", valueName: "count"))
    var perNode: Int?

    @Option(help: ArgumentHelp("Memory of one node, such as 512GB.", valueName: "size"))
    var memory: String?

    @Option(
        help: ArgumentHelp(
            "The node's CPU. Without it CodeCarbon counts 85 W, and Green Algorithms none.", valueName: "name"))
    var cpu: String?

    @Option(help: "CPU sockets of one node.")
    var sockets: Int?

    @Option(help: ArgumentHelp("Share of the CPUs in use, for CodeCarbon and Green Algorithms.", valueName: "share"))
    var cpuLoad: String?

    @Option(help: ArgumentHelp("The node without its parts.", valueName: "name"))
    var host: String?

    @Option(help: ArgumentHelp("The node's network card.", valueName: "name"))
    var nic: String?

    @Option(help: ArgumentHelp("The node's storage device.", valueName: "name"))
    var storage: String?

    @Option(help: ArgumentHelp("mlco2, green-algorithms, codecarbon or ringwatt (default: all).", valueName: "name"))
    var method: String?

    @Option(
        help: ArgumentHelp(
            "A catalog of your own, laid over the built-in one, as beside a cluster file.", valueName: "file"))
    var catalog: String?

    @Flag(help: "JSON instead of text; units are in the keys.")
    var json = false

    func run() throws {
        let known = try loadCatalog()
        let survey: EstimateSurvey
        do {
            let method = try method.map { name throws(EstimationError) in try EstimationMethod(parsing: name) }
            survey = try EstimateSurvey(EstimateQuestion(options, catalog: known), method: method)
        } catch let error as EstimationError {
            throw ValidationError(error.problems.joined(separator: "\nError: "))
        }
        Terminal.print(json ? EstimateFile.text(survey) : EstimateText.text(survey), terminator: "")
    }

    private func loadCatalog() throws -> Catalog {
        guard let catalog else { return .builtIn }
        do {
            return try .overlaid(withFile: catalog)
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(65)
        }
    }

    private var options: EstimateOptions {
        var options = EstimateOptions(hardware: hardware, hours: hours, region: region)
        options.count = count
        options.pue = pue
        options.utilization = utilization
        options.tdp = tdp
        options.perNode = perNode
        options.memory = memory
        options.cpu = cpu
        options.sockets = sockets
        options.cpuLoad = cpuLoad
        options.host = host
        options.nic = nic
        options.storage = storage
        return options
    }
}
