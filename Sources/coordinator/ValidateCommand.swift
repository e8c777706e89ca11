import ArgumentParser
import Projection
import Reporting

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Compute published training runs again and print ours beside theirs.",
        discussion: """
            Offline, from a table in the program. A figure agrees within 1 %, or within the interval that its printed \
            digits allow. Rows that are circular check arithmetic only and are marked. Exit code 1 if one disagrees.
            """)

    @Flag(help: "JSON instead of tables; units are in the keys.")
    var json = false

    func run() throws {
        let rows = PublishedTable.builtIn.flatMap(RunArithmetic.rows)
        Terminal.print(json ? ValidationFile.text(rows) : ValidationText.text(rows), terminator: "")
        guard rows.allSatisfy(\.agrees) else { throw ExitCode.failure }
    }
}
