import ArgumentParser
import Calibration
import ClusterModel
import Digests
import Foundation
import Units

struct CalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Fit a cluster file's constants to measurements of the cluster itself.",
        discussion: """
            nccl-tests output gives link efficiency and latency, a step time gives the MFU, watts give powers. The result \
            is laid over the cluster file with --calibration FILE, or by its key calibration: FILE.
            """)

    @Option(help: "The cluster file of the cluster that was measured, or the name of a shipped one.")
    var config = "default"

    @OptionGroup var options: ClusterOptions

    @OptionGroup(title: "Measurements of the network") var network: NetworkMeasurementOptions

    @Option(help: ArgumentHelp("Mean time of a training step, such as 1.21s.", valueName: "time"))
    var stepTime: String?

    @Option(help: ArgumentHelp("Standard deviation of that mean.", valueName: "time"))
    var stepTimeDeviation: String?

    @OptionGroup(title: "Measured watts") var power: PowerMeasurementOptions

    @Option(help: ArgumentHelp("When it was measured, such as 2026-03-01: kept in the file.", valueName: "date"))
    var date: String?

    @Option(help: "The file to write.")
    var output = "calibration.yaml"

    func validate() throws {
        if stepTimeDeviation != nil, stepTime == nil {
            throw ValidationError("--step-time-deviation needs --step-time")
        }
        if let date, date.wholeMatch(of: /(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])/) == nil {
            throw ValidationError("--date \(date): write it like 2026-03-01")
        }
    }

    func run() throws {
        let step: TimeSpan? = try QuantityOption.read(stepTime, "--step-time")
        let deviation: TimeSpan? = try QuantityOption.read(stepTimeDeviation, "--step-time-deviation")
        let watts = try power.measured()
        guard !network.nccl.isEmpty || step != nil || !watts.isEmpty else {
            throw ValidationError("nothing was measured: give --nccl, --step-time, --node-power or --accelerator-power")
        }
        let loaded = try options.load(config)
        do {
            let file = try fitted(loaded, step: step, deviation: deviation, watts: watts)
            Terminal.print(CalibrationReport.text(file), terminator: "")
            try write(file)
        } catch let error as CalibrationError {
            Terminal.complain(error.description)
            throw ExitCode(65)
        }
    }

    /// The network first, then the step on that network, then the powers of that step.
    private func fitted(
        _ loaded: ClusterFile.Loaded, step: TimeSpan?, deviation: TimeSpan?, watts: MeasuredPower
    ) throws -> CalibrationFile {
        let cluster = loaded.cluster
        var constants: [CalibratedConstant] = []
        var residuals: [Residual] = []
        var notes: [String] = []
        var sources: [CalibrationFile.Source] = []
        if !network.nccl.isEmpty {
            let measured = try network.runs()
            let fit = try NetworkCalibration(runs: measured.runs, cluster: cluster, form: network.form)
            constants += fit.constants
            residuals += fit.residuals
            notes += fit.notes
            sources += measured.sources
        }
        if let step {
            let values = CalibratedValues(constants)
            let before = cluster.workload.represented.mfu
            let fit = try UtilizationFit(stepTime: step, deviation: deviation, before: before) { mfu in
                MeanStep(cluster: cluster, constants: values.setting(before, to: mfu)).duration
            }
            constants.append(fit.constant)
            residuals.append(fit.residual)
            sources.append(.init(name: "--step-time", content: fit.constant.basis))
        }
        if !watts.isEmpty {
            let share = MeanStep(cluster: cluster, constants: CalibratedValues(constants)).computingShare
            let fit = try PowerCalibration(measured: watts, cluster: cluster, computingShare: share)
            constants += fit.constants
            residuals += fit.residuals
            notes += fit.notes
            let percent = Residual.percent(share.value)
            sources.append(
                .init(
                    name: "watts",
                    content: (fit.constants.first?.basis ?? "") + "; accelerators compute \(percent) of the step"))
        }
        return CalibrationFile(
            cluster: loaded.path, date: date, sources: sources, constants: constants, residuals: residuals, notes: notes
        )
    }

    private func write(_ file: CalibrationFile) throws {
        do {
            try Data(file.text.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
            throw CalibrationError(
                at: Location(file: output), "the file cannot be written: \(error.localizedDescription)",
                remedy: "choose another with --output")
        }
        Terminal.note("written to \(output); use it with --calibration \(output)")
    }
}
