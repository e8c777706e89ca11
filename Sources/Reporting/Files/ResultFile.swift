internal import Accounting

/// `result.json`: the emulated run and the trained result, in objects of their own, and nothing of the host.
///
/// Byte-identical for the same configuration and seed: no dates, paths, host facts or names of runs. `docs/result.md`
/// explains every key.
package enum ResultFile {
    /// Of the file; a change that readers would misunderstand counts it up.
    static let format = 1

    /// The file's text.
    package static func text(_ report: RunReport) -> String { value(report).text }

    static func value(_ report: RunReport) -> JSONValue {
        let (state, step): (String, Int) =
            switch report.status {
            case .completed: ("completed", report.trained.stepsDone)
            case .stopped(let step, _): ("stopped", step)
            }
        return .object([
            "format": .count(format),
            "seed": .string("\(report.seed)"),
            "status": .string(state),
            "steps_done": .count(step),
            "steps_planned": .count(report.trained.stepsPlanned),
            "budget": ForecastObject.budget(report),
            "configuration": ConfigurationObject.value(report.account.job),
            "emulated": EmulatedObject.value(report),
            "trained": TrainedObject.value(report.trained),
            "scenarios": .array(report.scenarios.map { ScenarioObject.value($0, report: report) }),
            "constants": .array(report.analysis.constants.map(ConfigurationObject.constant)),
        ])
    }
}
