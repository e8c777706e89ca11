internal import Yams

/// The published runs, in the order of the file.
package enum PublishedTable {
    /// The table that is embedded in the program; a test reads it, so that a mistake in it cannot reach a user.
    package static let builtIn: [PublishedRun] = {
        do {
            return try read(String(decoding: PackageResources.published_runs_yaml, as: UTF8.self))
        } catch {
            preconditionFailure("published-runs.yaml: \(error)")
        }
    }()

    /// Reads a table from its text.
    ///
    /// - Throws: for what is no such table: a `DecodingError`, or a `PublishedTableError` that names the figure.
    package static func read(_ text: String) throws -> [PublishedRun] {
        let entries = try YAMLDecoder().decode([String: [PublishedRunEntry]].self, from: text)
        return try (entries["runs"] ?? []).map { try PublishedRun($0) }
    }
}

/// An entry as it stands in the file; figures keep the digits of their text.
struct PublishedRunEntry: Decodable {
    struct Emissions: Decodable {
        let basis: String?
        let intensity: String
        let published: String
    }

    let name: String
    let hardware: String
    let accelerators: Int?
    let time: String
    let power: String
    let pue: String?
    let exact: [String]?
    let energy: String?
    let emissions: [Emissions]
    let circular: String?
    let note: String?
    let source: String
    let year: Int
    let confidence: String
}
