import Foundation
import Testing

/// One of the built programs as a process of a test; it is killed if the test leaves it.
final class RunningProgram: @unchecked Sendable {
    let process = Process()
    private let output: URL

    /// The folder of the built programs: where the test program itself is.
    private static var folder: String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: own).deletingLastPathComponent().path
    }

    init(_ name: String, _ arguments: [String], in stage: Stage) throws {
        let program = "\(Self.folder)/\(name)"
        try #require(FileManager.default.isExecutableFile(atPath: program), "\(program) is not built")
        output = stage.folder.appendingPathComponent("output-\(UUID().uuidString).txt")
        FileManager.default.createFile(atPath: output.path, contents: nil)
        let handle = try FileHandle(forWritingTo: output)
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = stage.folder
        process.environment = ProcessInfo.processInfo.environment.merging([
            "TMPDIR": stage.folder.path, "SWIFT_BACKTRACE": "enable=no",
        ]) { $1 }
        process.environment?["RINGWATT_COORDINATOR"] = nil
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        stage.add(self)
    }

    /// Everything that it has printed so far.
    var text: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

    /// Waits for its end.
    ///
    /// - Returns: its exit code; 128 + n after signal n; `nil` if it did not end in time.
    func end(within seconds: Double) -> Int32? {
        guard wait(seconds, until: { !self.process.isRunning }) else { return nil }
        return process.terminationReason == .uncaughtSignal
            ? 128 + process.terminationStatus : process.terminationStatus
    }

    /// Waits until it has printed something.
    func prints(_ words: String, within seconds: Double = 20) -> Bool {
        wait(seconds, until: { self.text.contains(words) })
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }
}

/// Waits for something to become true, looking every ten milliseconds.
func wait(_ seconds: Double, until condition: () -> Bool) -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while !condition() {
        if Date() > deadline { return false }
        usleep(10_000)
    }
    return true
}

/// A folder and the processes of one test; none of them meets those of another test, and none outlives it.
final class Stage: @unchecked Sendable {
    let folder: URL
    private var programs: [RunningProgram] = []

    init() throws {
        // Short, as it holds Unix sockets.
        folder = URL(fileURLWithPath: "/tmp/rw-\(UUID().uuidString.prefix(8))", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(Self.clusterFile.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
        try Data(Self.corpus.utf8).write(to: folder.appendingPathComponent("corpus.txt"))
    }

    deinit {
        for program in programs where program.process.isRunning {
            program.send(SIGCONT)
            program.send(SIGKILL)
            program.process.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: folder)
    }

    func add(_ program: RunningProgram) { programs.append(program) }

    /// Starts a coordinator of `nodes` on the tiny cluster.
    func coordinator(nodes: Int, _ more: [String] = [], config: String = "tiny.yaml") throws -> RunningProgram {
        try RunningProgram(
            "coordinator", ["--config", config, "--nodes", "\(nodes)", "--corpus", "corpus.txt"] + more, in: self)
    }

    func worker(_ more: [String] = []) throws -> RunningProgram { try RunningProgram("worker", more, in: self) }

    func workers(_ count: Int, _ more: [String] = []) throws -> [RunningProgram] {
        try (0..<count).map { _ in try worker(more) }
    }

    /// The text of a file of the stage's only run.
    func file(_ name: String, runs: String = "runs") throws -> String {
        let parent = folder.appendingPathComponent(runs)
        let run = try #require(Self.runs(in: parent.path).first)
        return try String(contentsOf: parent.appendingPathComponent("\(run)/\(name)"), encoding: .utf8)
    }

    /// Runs of this stage that left a folder.
    var runCount: Int { runNames.count }

    /// Their names.
    var runNames: [String] { Self.runs(in: folder.path + "/runs") }

    /// Folders of runs, without the store beside them.
    private static func runs(in parent: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []).filter { !$0.hasPrefix("runs.sqlite") }
    }

    /// Worker processes that still serve this stage.
    var liveWorkers: Int {
        let base = "\(folder.path)/ringwatt-\(geteuid())"
        return ((try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []).filter {
            guard $0.hasPrefix("worker-"), let id = Int32($0.dropFirst(7)) else { return false }
            return kill(id, 0) == 0
        }.count
    }

    private static let corpus = (0..<400).map { "Line \($0) of a text that is only long enough. \($0 * $0 % 97)\n\n" }
        .joined()

    static let clusterFile = """
        name: tiny
        nodes:
          - count: 2
            accelerators: { model: a100-sxm4-80gb, count: 8, interconnect: nvlink3 }
            host: { preset: dgx-a100, cpu: epyc-7742, sockets: 2, memory: 1 TB }
            nic: { model: connectx-6-100g }
            storage: { model: nvme-gen4, count: 2 }
            site: us-central1
        fabric: { topology: star, link: 100 Gb/s, latency: 2 us, switch: sn4600c, optics: qsfp28-sr4 }
        sites:
          us-central1: { pue: 1.10, intensity: 430 g/kWh }
        workload:
          trained: { layers: 1, width: 16, heads: 2, context: 16, micro_batch: 2, steps: 5, warmup_steps: 1, validation_windows: 8 }
          represents: gpt2
          bucket_size: 100 MiB

        """
}
