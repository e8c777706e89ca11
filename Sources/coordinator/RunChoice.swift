import ArgumentParser
import Foundation
import Reporting
import RunStore

/// Which run of before a command is about.
struct RunChoice: ParsableArguments {
    @Option(help: ArgumentHelp("Folder of the runs, with their store.", valueName: "folder"))
    var runs = "runs"

    /// Opens a run by its folder, its name, the beginning or end of its name, or `latest`.
    ///
    /// - Throws: exit code 65 after saying why it cannot be opened.
    func open(_ name: String = "latest") throws -> ReopenedRun {
        do {
            return try found(name)
        } catch let error as ExitCode {
            throw error
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(65)
        }
    }

    private func found(_ name: String) throws -> ReopenedRun {
        // A folder may come from anywhere; what is in the store may have lost its folder.
        if name.contains("/") || FileManager.default.fileExists(atPath: name + "/result.json") {
            return try ReopenedRun(path: name)
        }
        let store = try RunStore.existing(folder: runs)
        let matches = try store?.runs(named: name) ?? []
        guard let run = matches.first else {
            let isEmpty = try store?.runs().isEmpty ?? true
            throw NoSuchRun(
                description: isEmpty
                    ? "there is no run in \(runs)/; do one first, such as coordinator --nodes 2 --spawn, or say where "
                        + "they are with --runs"
                    : "there is no run '\(name)' in \(runs)/; coordinator runs lists them")
        }
        guard matches.count == 1 else {
            throw NoSuchRun(
                description: "'\(name)' may be \(matches.map(\.name).joined(separator: ", ")); give more of its name")
        }
        guard run.stepsDone > 0 || run.standing != .running, let course = try store?.course(of: run.name) else {
            throw NoSuchRun(description: "the run \(run.name) has only begun; wait for its first steps")
        }
        return try ReopenedRun(course)
    }
}

struct NoSuchRun: Error, CustomStringConvertible {
    let description: String
}
