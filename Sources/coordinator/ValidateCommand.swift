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

            Behind it, the time of the same runs projected from their parameters and tokens, with one efficiency function \
            that is fitted to published throughputs alone: its errors are printed as they fall and change no exit code.
            """)

    @Flag(help: "JSON instead of tables; units are in the keys.")
    var json = false

    func run() throws {
        let rows = PublishedTable.builtIn.flatMap(RunArithmetic.rows)
        let (projected, function) = (ProjectedTable.builtIn, EfficiencyFunction.builtIn)
        if json {
            Terminal.print(
                ValidationFile.text(rows, projected: projected, function: function), terminator: "")
        } else {
            Terminal.print(ValidationText.text(rows))
            Terminal.print(
                ProjectedText.text(projected, function: function, throughputs: Throughputs.builtIn.all), terminator: "")
        }
        guard rows.allSatisfy(\.agrees) else { throw ExitCode.failure }
    }
}
