import ArgumentParser
import Reporting

/// Says again what a run said at its end.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Print the report of a run again, also of one that was killed.",
        discussion: """
              coordinator report                    of the newest run
              coordinator report 20261124-1605-k7   by name, part of it, or folder
            """)

    @Argument(help: "A run's name, part of it, or its folder.")
    var name = "latest"

    @OptionGroup var choice: RunChoice

    func run() throws {
        Terminal.print(TerminalReport.text(try choice.open(name).report()), terminator: "")
    }
}
