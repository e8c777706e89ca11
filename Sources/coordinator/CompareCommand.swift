import ArgumentParser
import ClusterModel
import Reporting

/// Puts runs and scenarios side by side.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Put runs, or a run on other networks, side by side with their differences.",
        discussion: """
            A run is named by its name, part of it, latest, or its folder. Behind an @ stands a network on which the same \
            course is priced.

              coordinator compare 20261124-1605-k7 20261124-1612-x2
              coordinator compare latest latest@10gbe latest@ideal
            """)

    @Argument(help: ArgumentHelp("Runs, from two to eight.", valueName: "run[@network]"))
    var names: [String]

    @OptionGroup var choice: RunChoice

    @Flag(help: "JSON instead of a table; units are in the keys.")
    var json = false

    @Flag(help: "CSV instead of a table, a row a run.")
    var csv = false

    func validate() throws {
        guard (2...8).contains(names.count) else {
            throw ValidationError("\(names.count) run\(names.count == 1 ? "" : "s"): give from two to eight")
        }
        guard !(json && csv) else { throw ValidationError("--json and --csv: choose one") }
    }

    func run() throws {
        var opened: [String: ReopenedRun] = [:]
        let runs = try names.map { name in
            let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
            guard let first = parts.first, !first.isEmpty else {
                throw ValidationError("'\(name)': a run stands before the @, as in latest@10gbe")
            }
            let run = try opened[first] ?? choice.open(first)
            opened[first] = run
            guard parts.count == 2 else { return ComparedRun(run, name: run.name) }
            do {
                return try ComparedRun(run, network: parts[1], name: "\(run.name) on \(parts[1])")
            } catch {
                Terminal.complain("\(error)")
                throw ExitCode(65)
            }
        }
        let comparison = RunComparison(runs)
        let text =
            json
            ? ComparisonFile.json(comparison)
            : csv ? ComparisonFile.csv(comparison) : ComparisonText.text(comparison)
        Terminal.print(text, terminator: "")
    }
}
