import ArgumentParser
import Foundation
import Reporting
import RunStore

/// Which runs of before a command is about.
struct RunChoice: ParsableArguments {
    @Option(help: ArgumentHelp("Folder of the runs, with their store.", valueName: "folder"))
    var runs = "runs"

    /// Opens a run by its folder, its name, the beginning or end of its name, or `latest`.
    ///
    /// - Throws: exit code 65 after saying why it cannot be opened.
    func open(_ name: String = "latest") throws -> ReopenedRun {
        try complaining {
            // A folder may come from anywhere; what is in the store may have lost its folder.
            if name.contains("/") || FileManager.default.fileExists(atPath: name + "/result.json") {
                return try ReopenedRun(path: name)
            }
            let run = try found(name)
            guard run.stepsDone > 0 || run.standing != .running,
                let course = try RunStore.existing(folder: runs)?.course(of: run.name)
            else { throw NoSuchRun(description: "the run \(run.name) has only begun; wait for its first steps") }
            return try ReopenedRun(course)
        }
    }

    /// The run of the store that a name means.
    ///
    /// - Throws: exit code 65 after saying why there is none, or which ones it may be.
    func find(_ name: String) throws -> StoredRun { try complaining { try found(name) } }

    /// Asks the store, which is there.
    ///
    /// - Throws: exit code 65 after saying why it cannot.
    func store<Result>(_ body: (RunStore) throws(StoreError) -> Result) throws -> Result {
        try complaining {
            guard let store = try RunStore.existing(folder: runs) else { throw noRuns }
            return try body(store)
        }
    }

    private func found(_ name: String) throws -> StoredRun {
        guard let store = try RunStore.existing(folder: runs) else { throw noRuns }
        let matches = try store.runs(named: name)
        guard let run = matches.first else {
            throw try store.runs().isEmpty
                ? noRuns
                : NoSuchRun(description: "there is no run '\(name)' in \(runs)/; coordinator runs lists them")
        }
        guard matches.count == 1 else {
            throw NoSuchRun(
                description: "'\(name)' may be \(matches.map(\.name).joined(separator: ", ")); give more of its name")
        }
        return run
    }

    private var noRuns: NoSuchRun {
        NoSuchRun(
            description:
                "there is no run in \(runs)/; do one first, such as coordinator --nodes 2 --spawn, or say where "
                + "they are with --runs")
    }

    private func complaining<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch {
            Terminal.complain("\(error)")
            throw ExitCode(65)
        }
    }
}

struct NoSuchRun: Error, CustomStringConvertible {
    let description: String
}
