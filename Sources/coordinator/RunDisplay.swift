import Accounting
import ClusterModel
import Coordination
import Emulation
import Foundation
import Reporting

/// What a person sees while a run goes on; all of it on standard error.
struct RunDisplay {
    private var progress: ProgressLine
    private let start = ContinuousClock.now
    private let isQuiet: Bool
    private let stepsPlanned: Int
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    /// True while the cursor stands at the end of a line that is redrawn.
    private var hasOpenLine = false

    init(plan: RunPlan, isQuiet: Bool) {
        let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
        progress = ProgressLine(
            job: EmulatedJob(cluster: plan.cluster, virtualRanks: plan.virtualRanks), stepsPlanned: plan.steps,
            terminalWidth: isTerminal ? Self.terminalWidth : nil)
        self.isQuiet = isQuiet
        stepsPlanned = plan.steps
    }

    private static var terminalWidth: Int {
        var size = winsize()
        guard ioctl(FileHandle.standardError.fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 80
        }
        return Int(size.ws_col)
    }

    /// Says which run this is, where its workers are expected and how to start them.
    mutating func listening(run: String, config: String, plan: RunPlan, address: String, areSpawned: Bool) {
        guard !isQuiet else { return }
        let workers = plan.worldSize
        let seed = plan.cluster.workload.trained.seed
        Terminal.note("ringwatt \(SoftwareVersion.current)  run \(run)  seed \(seed)  \(config)")
        Terminal.note("waiting for \(workers) worker\(workers == 1 ? "" : "s") at \(address)")
        if !areSpawned {
            let flag = address == (try? RunSession.defaultAddress) ? "" : " --coordinator \(address)"
            Terminal.note("start them with: scripts/spawn-workers \(workers)\(flag)   (or run with --spawn)")
        }
    }

    mutating func show(_ action: CoordinatorMachine.Action) {
        switch action {
        case .gathered(let count, let of):
            if !isQuiet { redraw("workers \(count)/\(of)\(count == of ? " ready" : "")", isLast: count == of) }
        case .note(let text): line(text)
        case .evaluated(let loss, let isFinal):
            if !isQuiet {
                line("validation loss \(isFinal ? "after" : "before") training: \(String(format: "%.3f", loss.mean))")
            }
        case .committed(let step):
            guard !isQuiet, let text = progress.advance(StepRow(step), now: ContinuousClock.now - start) else { return }
            FileHandle.standardError.write(Data(text.utf8))
            hasOpenLine = isTerminal && !text.hasSuffix("\n")
        case .send, .end: break
        }
    }

    /// Says once, after the first steps, what the whole run will come to.
    mutating func foretell(_ action: CoordinatorMachine.Action, _ record: RunRecord) {
        guard !isQuiet, case .committed(let step) = action, step.step == RunForecast.usualStep,
            let forecast = RunForecast(account: record.account, plannedSteps: stepsPlanned)
        else { return }
        let account = record.account
        let ranges = Ranges(
            job: account.job, usage: account.usage, ideal: account.idealUsage, makespan: account.clock.makespan(),
            seed: account.job.cluster.workload.trained.seed)
        line(ForecastLine.text(forecast, constants: forecast.atConstants(ranges, booked: account.booked)))
    }

    /// Ends a line that is being redrawn.
    mutating func finish() {
        if hasOpenLine { Terminal.note("") }
        hasOpenLine = false
    }

    private mutating func redraw(_ text: String, isLast: Bool) {
        guard isTerminal else { return Terminal.note(text) }
        FileHandle.standardError.write(Data(("\r" + text + "\u{1B}[K" + (isLast ? "\n" : "")).utf8))
        hasOpenLine = !isLast
    }

    private mutating func line(_ text: String) {
        finish()
        Terminal.note(text)
    }
}
