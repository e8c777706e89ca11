import Accounting
import ArgumentParser
import ClusterModel
import Coordination
import Foundation
import Nodes
import Reporting
import RunStore
import ZeroMQ

/// One run, from preparation to the last file.
struct RunSession {
    let command: RunCommand
    let loaded: ClusterFile.Loaded
    let scenarios: [Scenario]

    func run() throws {
        let started = Date()
        let sampler = try HostSampler(catalog: Catalog(of: loaded), tdp: command.host.power())
        let endpoint = try address()
        let prepared = try RunPreparation(
            configName: command.config, loaded: loaded, virtualRanks: command.virtualRanks, corpusPath: command.corpus,
            silenceLimit: command.silenceLimit, waitLimit: command.waitLimit)
        for warning in loaded.warnings { Terminal.note("\(warning)") }
        let folder = try RunFolder(in: command.output)
        let plan = prepared.plan(
            checkpoints: try folder.subfolder("checkpoints").path, budget: try command.budget.budget())
        let reporter = RunReporter(
            loaded: loaded, prepared: prepared, plan: plan, folder: folder, started: started, scenarios: scenarios,
            hostIntensity: try command.host.gramsPerKilowattHour())
        let keeper: RunKeeper
        do { keeper = try RunKeeper(reporter.head(command: CommandLine.arguments), folder: command.output) } catch {
            folder.removeIfEmpty()
            throw error
        }
        let process = try CoordinatorProcess()
        let tell = process.tell
        let interrupts = Interrupts { _ in tell(.interrupt) }
        let children = ChildWorkers()
        var display = RunDisplay(plan: plan, isQuiet: command.quiet)
        let record: RunRecord
        let outcome: RunOutcome
        do {
            (record, outcome) = try process.run(
                plan: plan, endpoint: endpoint,
                onListening: { actual in
                    display.listening(
                        run: folder.id, config: command.config, plan: plan, address: actual.description,
                        areSpawned: command.spawn)
                    guard command.spawn else { return }
                    try children.start(
                        plan.worldSize, program: Self.workerProgram, coordinator: actual, insecure: command.insecure,
                        logs: try folder.subfolder("logs")
                    ) { tell(.childExited(process: $0, $1)) }
                },
                observe: { action, record in
                    keeper.keep(record)
                    display.show(action)
                    display.foretell(action, record)
                })
        } catch {
            children.stop()
            keeper.forget()
            folder.removeIfEmpty()
            throw error
        }
        withExtendedLifetime(interrupts) {}
        display.finish()
        if case .failed(let failure) = outcome { Terminal.complain(failure.description) }
        children.stop()
        try conclude(record, outcome, reporter: reporter, sampler: sampler, keeper: keeper)
    }

    /// Prints and writes what there is to say, also of a run that did not complete, and sets the exit code.
    private func conclude(
        _ record: RunRecord, _ outcome: RunOutcome, reporter: RunReporter, sampler: HostSampler, keeper: RunKeeper
    ) throws {
        if record.initialEvaluation == nil, outcome != .completed {
            // Nothing was booked: there is nothing to report.
            keeper.forget()
            reporter.folder.removeIfEmpty()
        } else {
            let report = reporter.report(record, outcome: outcome, host: sampler)
            let host = try reporter.write(report, record: record)
            keeper.end(record, reporter.tail(record, outcome: outcome, report: report, host: host))
            Terminal.print(TerminalReport.text(report), terminator: "")
        }
        switch outcome {
        case .completed: return
        case .stoppedByBudget: throw ExitCode(4)
        case .failed: throw ExitCode.failure
        case .interrupted: throw ExitCode(130)
        }
    }

    /// Where workers are expected if nothing else is said.
    static var defaultAddress: String { get throws { try Addresses.resolve(nil, insecure: true).description } }

    /// With --spawn and no address given, the meeting point is this process's own, so that no stray worker joins.
    private func address() throws -> Endpoint {
        if command.spawn, command.listen == nil {
            return try Endpoint("ipc://\(PrivateFolder.base)/coordinator-\(ProcessInfo.processInfo.processIdentifier)")
        }
        return try Addresses.resolve(command.listen, insecure: command.insecure)
    }

    /// The worker program beside this one.
    private static var workerProgram: String {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("worker").path
    }
}
