/// Why a question cannot be answered: what is wrong, and what to do about it.
package struct ProjectionError: Error, CustomStringConvertible, Sendable {
    /// `--option: what; remedy`.
    package let description: String

    package init(_ description: String) { self.description = description }
}
