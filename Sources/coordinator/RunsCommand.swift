import ArgumentParser
import Foundation
import Reporting
import RunStore

/// The runs of a folder.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List, export and delete runs.",
        discussion: """
            Runs are kept in runs/runs.sqlite as they go, also those that were killed.

              coordinator runs                                   the newest first
              coordinator runs --status killed --nodes 8
              coordinator runs export latest --table steps       as CSV; also --format json
              coordinator runs delete 20261124-1605-k7 --folders
            """,
        subcommands: [ListCommand.self, ExportCommand.self, DeleteCommand.self], defaultSubcommand: ListCommand.self)

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List runs, the newest first (the default).")

        @OptionGroup var choice: RunChoice

        @Option(
            help: ArgumentHelp(
                "Only runs that stand so: \(RunStanding.allCases.map(\.rawValue).joined(separator: ", ")).",
                valueName: "standing"))
        var status: String?

        @Option(
            help: ArgumentHelp("Only runs with this in their cluster's, file's or model's name.", valueName: "words"))
        var match: String?

        @Option(help: "Only runs of so many nodes.")
        var nodes: Int?

        @Option(help: ArgumentHelp("Only runs started on this day or later, such as 2026-11-24.", valueName: "date"))
        var since: String?

        @Option(help: "At most so many.")
        var limit: Int?

        @Flag(help: "JSON instead of a table; units are in the keys.")
        var json = false

        func run() throws {
            let standing = try status.map { name in
                guard let standing = RunStanding(rawValue: name.replacing("-", with: "_")) else {
                    throw ValidationError(
                        "--status \(name): use \(RunStanding.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                return standing
            }
            let filter = RunFilter(standing: standing, text: match, nodes: nodes, since: since)
            let runs = try choice.store { store throws(StoreError) in try store.runs(filter) }
            let shown = Array(runs.prefix(max(0, limit ?? .max)))
            Terminal.print(
                json ? RunsFile.text(shown) : RunsText.text(shown, place: choice.runs), terminator: "")
        }
    }

    struct ExportCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Write what the store has of a run, as CSV or JSON.")

        @Argument(help: "A run's name, part of it, or latest.")
        var name: String

        @OptionGroup var choice: RunChoice

        @Option(
            help: ArgumentHelp(
                "What: \(StoredTableName.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "table"))
        var table = "steps"

        @Option(help: "csv or json.")
        var format = "csv"

        @Option(help: "A file; without it standard output.")
        var output: String?

        func run() throws {
            guard let what = StoredTableName(rawValue: table) else {
                throw ValidationError(
                    "--table \(table): use \(StoredTableName.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            guard ["csv", "json"].contains(format) else { throw ValidationError("--format \(format): use csv or json") }
            let run = try choice.find(name)
            guard let rows = try choice.store({ store throws(StoreError) in try store.table(what, of: run.name) })
            else {
                return
            }
            let text = format == "csv" ? StoredTableText.csv(rows) : StoredTableText.json(rows)
            guard let output else { return Terminal.print(text, terminator: "") }
            do { try Data(text.utf8).write(to: URL(fileURLWithPath: output), options: .atomic) } catch {
                Terminal.complain(
                    "\(output): the file cannot be written: \(error.localizedDescription); choose another with --output"
                )
                throw ExitCode.failure
            }
        }
    }

    struct DeleteCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Delete runs from the store, and their folders if asked to.")

        @Argument(help: "Names of runs, or parts of them that mean one each.")
        var names: [String]

        @OptionGroup var choice: RunChoice

        @Flag(help: "Delete the folders of the runs too, with all their files.")
        var folders = false

        func run() throws {
            let runs = try names.map { try choice.find($0) }
            if let running = runs.first(where: { $0.standing == .running }) {
                Terminal.complain("the run \(running.name) is still running; end it first (Ctrl-C where it runs)")
                throw ExitCode(65)
            }
            try choice.store { store throws(StoreError) in try store.delete(runs.map(\.name)) }
            for run in runs {
                // The folder of the run's own name beside the store, wherever the command that made it stood.
                let folder = choice.runs + "/" + run.name
                if folders, FileManager.default.fileExists(atPath: folder) {
                    do { try FileManager.default.removeItem(atPath: folder) } catch {
                        Terminal.complain("\(folder): the folder cannot be deleted: \(error.localizedDescription)")
                        throw ExitCode.failure
                    }
                }
                Terminal.note("deleted \(run.name)\(folders ? " with its folder" : "; its folder stays")")
            }
        }
    }
}
