import ArgumentParser
import ClusterModel
import Reporting

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say what a cluster file means, without training.")

    @Argument(help: "A cluster file, or the name of a shipped one: \(ShippedClusters.names.joined(separator: ", ")).")
    var file: String

    @OptionGroup var options: ClusterOptions

    func run() throws {
        let loaded = try options.load(file)
        Terminal.print(CheckReport.text(loaded), terminator: "")
    }
}
