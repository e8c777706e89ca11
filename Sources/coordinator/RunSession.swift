import Accounting
import ArgumentParser
import ClusterModel
import Coordination
import Foundation
import Nodes
import Units
import ZeroMQ

/// One run, from preparation to the last file.
struct RunSession {
    let command: RunCommand
    let loaded: ClusterFile.Loaded

    func run() throws {
        let endpoint = try address()
        let folder = try RunFolder(in: command.output)
        let checkpoints = folder.url.appendingPathComponent("checkpoints")
        try FileManager.default.createDirectory(at: checkpoints, withIntermediateDirectories: true)
        let prepared = try RunPreparation(
            loaded: loaded, overrides: try command.options.overrides(), virtualRanks: command.virtualRanks,
            corpusPath: command.corpus, checkpoints: checkpoints.path, silenceLimit: command.silenceLimit,
            waitLimit: command.waitLimit)
        let process = try CoordinatorProcess()
        let tell = process.tell
        let interrupts = Interrupts { _ in tell(.interrupt) }
        let children = ChildWorkers()
        defer { children.stop() }
        let (record, outcome) = try process.run(
            plan: prepared.plan, endpoint: endpoint,
            onListening: { actual in
                guard command.spawn else { return }
                try children.start(
                    prepared.plan.worldSize, program: Self.workerProgram, coordinator: actual,
                    insecure: command.insecure, logs: folder.url.appendingPathComponent("logs")
                ) { tell(.childExited(process: $0, $1)) }
            },
            observe: { action, record in
                switch action {
                case .gathered(let count, let of): Terminal.note("workers \(count)/\(of)")
                case .note(let text): Terminal.note(text)
                case .evaluated(let loss, let isFinal): Terminal.note("evaluated \(isFinal) \(loss.mean)")
                case .committed(let step):
                    Terminal.note("step \(step.step) loss \(step.trainedLoss.mean) virtual \(Double(step.virtualEnd.attoseconds) * 1e-18)")
                case .send, .end: break
                }
            })
        withExtendedLifetime(interrupts) {}
        Terminal.print("\(outcome) \(record.account.ledger.total().grams) g")
        switch outcome {
        case .completed: return
        case .failed(let failure):
            Terminal.complain(failure.description)
            throw ExitCode.failure
        case .interrupted: throw ExitCode(130)
        }
    }

    /// With --spawn and no address given, the meeting point is this process's own, so that no stray worker joins.
    private func address() throws -> Endpoint {
        if command.spawn, command.listen == nil {
            return try Endpoint("ipc://\(PrivateFolder.base)/coordinator-\(ProcessInfo.processInfo.processIdentifier)")
        }
        return try Addresses.resolve(command.listen, insecure: command.insecure)
    }

    /// The worker program beside this one.
    private static var workerProgram: String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("worker").path
    }
}
