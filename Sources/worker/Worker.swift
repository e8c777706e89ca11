import ArgumentParser
import Coordination
import Foundation
import Nodes
import TensorKernels
import ZeroMQ

/// One node of the emulated cluster.
@main
struct Worker: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "One node of the emulated cluster: trains a replica of the model and accounts for its energy.",
        discussion: """
            A worker waits for its coordinator, plays one rank of one run, and ends. Start as many as the run has nodes, \
            before or after the coordinator:

              scripts/spawn-workers 8 &
              coordinator --nodes 8

            Exit codes: 0 the run completed, 1 it failed or was aborted, 3 the coordinator refused this worker, 64 wrong \
            usage, 130 interrupted.
            """,
        version: SoftwareVersion.current)

    @Option(help: "Address of the coordinator (default: $RINGWATT_COORDINATOR, else this user's own on this host).")
    var coordinator: String?

    @Option(
        help: """
            Where to receive gradients from other workers, such as tcp://192.0.2.7:* (default: ipc beside an ipc \
            coordinator, loopback tcp otherwise).
            """)
    var dataEndpoint: String?

    @Flag(help: "Allow addresses that other hosts can reach: traffic is neither encrypted nor authenticated.")
    var insecure = false

    @Option(help: ArgumentHelp("End when this process is no longer the parent.", valueName: "pid"))
    var parentPid: Int32?

    func run() throws {
        let process: WorkerProcess
        do {
            var settings = WorkerSettings(
                coordinator: try Addresses.resolve(coordinator, insecure: insecure),
                softwareVersion: SoftwareVersion.current)
            if let dataEndpoint {
                let endpoint = try Endpoint(dataEndpoint)
                try Addresses.requireLoopback(endpoint, insecure: insecure)
                settings.dataEndpoint = endpoint
            }
            settings.parentProcess = parentPid
            process = try WorkerProcess(settings: settings, kernels: try Kernels.select())
            say("waiting for the coordinator at \(settings.coordinator)")
        } catch {
            throw Failure(error)
        }
        let interrupts = Interrupts(process.interrupt)
        let exit: WorkerExit
        do { exit = try process.run() } catch { throw Failure(error) }
        withExtendedLifetime(interrupts) {}
        try end(exit)
    }

    private func end(_ exit: WorkerExit) throws {
        switch exit {
        case .completed: return
        case .aborted(let reason): say("the run ended early: \(reason)")
        case .failed(let reason): say("error: \(reason)")
        case .coordinatorLost: say("error: the connection to the coordinator closed")
        case .coordinatorSilent(let seconds): say("error: the coordinator has been silent for \(Int(seconds)) s")
        case .refused(let reason):
            say("error: \(reason)")
            throw ExitCode(3)
        case .interrupted:
            say("interrupted")
            throw ExitCode(130)
        }
        throw ExitCode.failure
    }

    private func say(_ text: String) {
        FileHandle.standardError.write(Data("worker \(ProcessInfo.processInfo.processIdentifier): \(text)\n".utf8))
    }
}

/// An error as one line for the user.
struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ error: any Error) { description = "\(error)" }
}
