package import ClusterModel

/// Why a calibration is refused: every problem with its place and what to do about it.
package struct CalibrationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one.
    package let problems: [Problem]

    /// From at least one problem.
    package init(problems: [Problem]) {
        precondition(!problems.isEmpty, "an error needs a problem")
        self.problems = problems
    }

    /// One problem at a place.
    package init(at location: Location, _ message: String, remedy: String) {
        self.init(problems: [Problem(.error, at: location, message, remedy: remedy)])
    }

    /// One line a problem.
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
