import Foundation
import ZeroMQ

/// Worker processes that the coordinator starts itself.
///
/// They are told this process's id, so that they end with it however it ends.
final class ChildWorkers: @unchecked Sendable {
    private var processes: [Process] = []

    /// - Parameters:
    ///   - program: path of the worker program.
    ///   - logs: folder for one log a worker.
    ///   - onExit: called when a worker ends, with its process id and how it ended.
    func start(
        _ count: Int, program: String, coordinator: Endpoint, insecure: Bool, logs: URL,
        onExit: @escaping @Sendable (UInt32, String) -> Void
    ) throws {
        try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
        for index in 0..<count {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments =
                [
                    "--coordinator", coordinator.description, "--parent-pid",
                    "\(ProcessInfo.processInfo.processIdentifier)",
                ] + (insecure ? ["--insecure"] : [])
            let log = logs.appendingPathComponent("worker-\(index).log")
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
            let handle = try FileHandle(forWritingTo: log)
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = handle
            process.standardError = handle
            process.terminationHandler = { ended in
                let how =
                    ended.terminationReason == .uncaughtSignal
                    ? "was killed by signal \(ended.terminationStatus)" : "ended with status \(ended.terminationStatus)"
                onExit(UInt32(ended.processIdentifier), "\(how); its log is \(log.path)")
            }
            do { try process.run() } catch {
                stop()
                throw error
            }
            processes.append(process)
        }
    }

    /// Waits up to two seconds for all of them to end; then ends them.
    func stop() {
        let deadline = Date().addingTimeInterval(2)
        while processes.contains(where: \.isRunning), Date() < deadline { Thread.sleep(forTimeInterval: 0.02) }
        for process in processes where process.isRunning { kill(process.processIdentifier, SIGKILL) }
        for process in processes { process.waitUntilExit() }
    }
}
