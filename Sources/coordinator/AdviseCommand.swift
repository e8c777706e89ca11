import Advice
import ArgumentParser
import ClusterModel
import Foundation
import Reporting

struct AdviseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advise",
        abstract: "Price alternatives of a run and rank them by the emissions that they save.",
        discussion: """
            Other regions, start hours, accelerators, networks, algorithms, buckets and fewer nodes, priced by the model on \
            the run's own course of steps: what each saves, in operation and embodied, how much later it ends, and what \
            is assumed. What saves nothing is said to save nothing.

              coordinator advise                          of the newest run
              coordinator advise 20261124-1605-k7 --only region,start --json advice.json
            """)

    @Argument(help: ArgumentHelp("A run's name, part of it, or its folder.", valueName: "run"))
    var name = "latest"

    @OptionGroup var choice: RunChoice

    @Option(
        help: ArgumentHelp(
            "Only these moves, with commas: \(MoveFamily.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "moves"))
    var only: String?

    @Option(help: ArgumentHelp("Moves that are shown, at most.", valueName: "count"))
    var limit = 10

    @Option(help: ArgumentHelp("Also write all of it as JSON; units are in the keys.", valueName: "file"))
    var json: String?

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit \(limit): it is a number of moves, at least 0") }
    }

    func run() throws {
        let families = try families()
        let reopened = try choice.open(name)
        let survey = AdviceSurvey(
            AdvisedRun(name: reopened.name, loaded: reopened.loaded, account: reopened.account), families: families)
        if let json {
            do { try Data(AdviceFile.text(survey).utf8).write(to: URL(fileURLWithPath: json), options: .atomic) } catch
            {
                Terminal.complain(
                    "\(json): the file cannot be written: \(error.localizedDescription); choose another with --json")
                throw ExitCode.failure
            }
        }
        Terminal.print(AdviceText.text(survey, limit: limit), terminator: "")
    }

    private func families() throws -> [MoveFamily] {
        guard let only else { return MoveFamily.allCases }
        do { return try MoveFamily.list(parsing: only) } catch { throw ValidationError("--only: \(error)") }
    }
}
