import ArgumentParser
import Coordination

/// Leads a run, and answers questions about clusters.
@main
struct Coordinator: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coordinator",
        abstract: "Data-parallel training on an emulated cluster: what does the network cost in carbon?",
        discussion: """
            Real workers train a small Transformer on real text and exchange real gradients; virtual clocks say how long \
            the same steps take on the emulated cluster, and a ledger books its energy and emissions. 1 worker = 1 node.

              coordinator --nodes 8 --spawn          8 workers on this machine, default cluster
              coordinator --nodes 8 --config 10gbe   the same on 10 Gb/s (workers: scripts/spawn-workers 8)
              coordinator check cluster.yaml         what a cluster file means, without training
              coordinator collective --size 64MB     one collective by every algorithm, as nccl-tests prints it
              coordinator calibrate --nccl out.txt   fit constants to measurements of the cluster itself
              coordinator estimate --help            hardware x hours x region by four methods
              coordinator catalog h100               figures of the catalog with their ranges and sources
              coordinator explain attributed         where a number of a run comes from
              coordinator validate                   published training runs, ours beside theirs
              coordinator project --tokens 10B ...   a full-size run: time, energy, emissions
              coordinator advise latest              alternatives of a run, ranked by what they save
              coordinator runs                       runs that were done; report, export, delete them

            Exit codes: 0 done, 1 the run failed, 4 its budget ended it, 64 wrong usage, 65 bad input, 130 interrupted.
            """,
        version: SoftwareVersion.current,
        subcommands: [
            RunCommand.self, CheckCommand.self, CollectiveCommand.self, CalibrateCommand.self, CatalogCommand.self,
            EstimateCommand.self, ProjectCommand.self, ValidateCommand.self, RunsCommand.self, ReportCommand.self,
            CompareCommand.self,
            ExplainCommand.self, AdviseCommand.self,
        ],
        defaultSubcommand: RunCommand.self)

    static func main() {
        do {
            var command = try parseAsRoot()
            do {
                try command.run()
            } catch let error as ValidationError {
                Terminal.note("\(WrongUsage(error: error, command: type(of: command)))")
                throw ExitCode.validationFailure
            }
        } catch {
            exit(withError: error)
        }
    }
}
