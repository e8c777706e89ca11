import ArgumentParser
import ClusterModel
import Coordination
import Foundation
import Nodes
import ZeroMQ

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Train on the emulated cluster and print the account (the default).")

    @Option(help: "A cluster file, or the name of a shipped one: \(ShippedClusters.names.joined(separator: ", ")).")
    var config = "default"

    @OptionGroup var options: ClusterOptions

    @OptionGroup var budget: BudgetOptions

    @Option(
        help: ArgumentHelp(
            "Price the same run on these networks too: names (1gbe, 10gbe, 25gbe, 40gbe, 50gbe, 100gbe, 200gbe, 400gbe, "
                + "hdr, ndr, ideal) or files, separated by commas.",
            valueName: "a,b,c"))
    var network: String?

    @Option(help: "A file or folder of text to train on (default: the Debian package fortunes).")
    var corpus: String?

    @Flag(help: "Start the workers on this machine.")
    var spawn = false

    @Option(help: "With --nodes 1: play this many ranks in one process; the bits are those of so many workers.")
    var virtualRanks = 1

    @Option(
        help: "Address at which workers connect (default: $RINGWATT_COORDINATOR, else this user's own on this host).")
    var listen: String?

    @Flag(help: "Allow an address that other hosts can reach: traffic is neither encrypted nor authenticated.")
    var insecure = false

    @Option(help: ArgumentHelp("Seconds without a sign of life after which a worker is given up.", valueName: "s"))
    var silenceLimit = 30.0

    @Option(help: ArgumentHelp("Seconds to wait for the workers.", valueName: "s"))
    var waitLimit = 120.0

    @OptionGroup var host: HostOptions

    @Option(help: "Folder for the runs.")
    var output = "runs"

    @Flag(help: "No progress, only the final report.")
    var quiet = false

    func validate() throws {
        guard virtualRanks >= 1, virtualRanks <= 4096 else {
            throw ValidationError("--virtual-ranks \(virtualRanks): from 1 to 4096")
        }
        guard silenceLimit >= 1, silenceLimit <= 86_400 else {
            throw ValidationError("--silence-limit \(silenceLimit): from 1 to 86400 seconds")
        }
        guard waitLimit >= 1, waitLimit <= 86_400 * 7 else {
            throw ValidationError("--wait-limit \(waitLimit): from 1 second to a week")
        }
        _ = try budget.budget()
    }

    func run() throws {
        let loaded = try options.load(config)
        guard virtualRanks == 1 || loaded.cluster.nodeCount == 1 else {
            throw ValidationError("--virtual-ranks needs --nodes 1: one process plays all ranks")
        }
        let scenarios = try NetworkOption(text: network).scenarios(on: loaded)
        try BudgetOptions.check(budget.budget(), cluster: loaded.cluster, virtualRanks: virtualRanks)
        do {
            try RunSession(command: self, loaded: loaded, scenarios: scenarios).run()
        } catch let error as ExitCode {
            throw error
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(65)
        }
    }
}
