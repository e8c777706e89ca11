/// A place in a file; lines and columns count from 1.
package struct Location: Hashable, Sendable {
    /// A path, or the option of the command line.
    package let file: String
    /// 0 where the problem is the file's (or the option's) as a whole.
    package let line: Int
    /// In Unicode scalars.
    package let column: Int

    /// A place; without a line, the file as a whole.
    package init(file: String, line: Int = 0, column: Int = 0) {
        self.file = file
        self.line = line
        self.column = column
    }
}

/// One thing that is wrong or doubtful, where it is, and what to do about it.
package struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// Errors refuse the file, warnings do not.
    package enum Severity: String, Hashable, Sendable { case error, warning }
    /// How bad it is.
    package let severity: Severity
    /// Where it is.
    package let location: Location
    /// What is wrong.
    package let message: String
    /// What to do; empty where the message says it.
    package let remedy: String

    /// A problem at a place.
    package init(_ severity: Severity, at location: Location, _ message: String, remedy: String = "") {
        self.severity = severity
        self.location = location
        self.message = message
        self.remedy = remedy
    }

    /// `path:line:column: error: message; remedy` on one line.
    package var description: String {
        let place = location.line == 0 ? location.file : "\(location.file):\(location.line):\(location.column)"
        return "\(place): \(severity.rawValue): \(message)" + (remedy.isEmpty ? "" : "; \(remedy)")
    }
}

/// All errors of a cluster file (and of its catalog and the options that change it), in the order of the text.
package struct ClusterFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one.
    package let problems: [Problem]

    /// From at least one problem.
    package init(problems: [Problem]) {
        precondition(!problems.isEmpty, "an error needs a problem")
        self.problems = problems
    }

    /// One line a problem, then the count.
    package var description: String {
        let count = problems.count == 1 ? "1 error" : "\(problems.count) errors"
        return problems.map(\.description).joined(separator: "\n") + "\n\(count)"
    }
}

/// Collects problems, so that all are reported at once.
final class ProblemLog {
    private var entries: [Problem] = []
    /// Keeps every figure that is read, where someone lists them.
    var figures: FigureRecord?
    /// Catalog entries that are named but broken, such as `nics.10g`: their problems are logged, and whoever refers to
    /// them need not be told again.
    var unreadable: Set<String> = []

    func error(_ location: Location, _ message: String, remedy: String = "") {
        entries.append(Problem(.error, at: location, message, remedy: remedy))
    }

    func warning(_ location: Location, _ message: String, remedy: String = "") {
        entries.append(Problem(.warning, at: location, message, remedy: remedy))
    }

    var hasErrors: Bool { entries.contains { $0.severity == .error } }

    /// The problems of one severity, file by file as first met, each in the order of its text.
    func problems(_ severity: Problem.Severity) -> [Problem] {
        var files: [String] = []
        for entry in entries where !files.contains(entry.location.file) { files.append(entry.location.file) }
        let order = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($1, $0) })
        let keyed = entries.enumerated().filter { $0.element.severity == severity }.sorted { a, b in
            let (p, q) = (a.element.location, b.element.location)
            return (order[p.file]!, p.line, p.column, a.offset) < (order[q.file]!, q.line, q.column, b.offset)
        }
        return keyed.map(\.element)
    }
}
