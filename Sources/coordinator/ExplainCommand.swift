import ArgumentParser
import Reporting

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Trace a number of a run to its formula, inputs and sources.",
        discussion: """
            A number is named as it is printed, with or without its figures, or by its path in result.json; so is a \
            constant. Without one, all are listed.

              coordinator explain                          names and values of the newest run
              coordinator explain attributed               formula, numbers, inputs, constants
              coordinator explain "bus bandwidth" --depth 4
              coordinator explain accelerators.a100-sxm4-80gb.active_power --run runs/20261124-1605-k7
            """)

    @Argument(help: "A label as it is printed, a path in result.json, or words.")
    var quantity: [String] = []

    @Option(
        name: .customLong("run"), help: ArgumentHelp("A run's name, part of it, or its folder.", valueName: "run"))
    var name = "latest"

    @OptionGroup var choice: RunChoice

    @Option(help: "Levels of inputs that are traced.")
    var depth = 2

    @Flag(help: "Lists what is printed nowhere too.")
    var all = false

    @Flag(help: "JSON instead of text; units are in the keys.")
    var json = false

    func validate() throws {
        guard (0...20).contains(depth) else { throw ValidationError("--depth must be from 0 to 20, not \(depth)") }
    }

    func run() throws {
        let explanations = Explanations.of(try choice.open(name).report())
        guard quantity.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else {
            Terminal.print(
                json ? ExplanationFile.text(explanations) : ExplanationText.list(explanations, isWhole: all),
                terminator: "")
            return
        }
        do {
            let matches = try ExplanationSearch(quantity.joined(separator: " ")).matches(in: explanations)
            Terminal.print(
                json ? ExplanationFile.text(matches) : ExplanationText.text(matches, depth: depth), terminator: "")
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(65)
        }
    }
}
