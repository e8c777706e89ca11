import ClusterModel
import Foundation
import Testing

/// The folder of the recorded files, beside this one.
private let snapshots = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots/Wrong")

@Suite("Wrong cluster files")
struct WrongFileTests {
    /// Every `name.yaml` stands beside `name.txt`, the exact text that reading it must print.
    @Test(
        "All problems of a file are reported at once, each with its place and a remedy",
        arguments: [
            "many", "traps", "catalog", "conflicts", "tab", "quote", "empty", "list", "two", "aliases",
            "topology-keys", "fat-tree-odd", "fat-tree-small", "fat-tree-full", "torus-places", "dimensions",
            "wan-read",
            "wan-one-site", "wan-apart", "wan-unknown", "graph-read", "graph-links", "graph-loose", "graph-apart",
            "rails-uneven", "rails-large", "collective", "group-size", "sharding", "disturbances",
            "disturbances-ranges",
        ])
    func golden(name: String) throws {
        let text = try String(contentsOf: snapshots.appending(path: "\(name).yaml"), encoding: .utf8)
        let error = #expect(throws: ClusterFileError.self) { try ClusterFile.parse(text: text, path: "\(name).yaml") }
        let actual = (error?.description ?? "") + "\n"
        let golden = snapshots.appending(path: "\(name).txt")
        if ProcessInfo.processInfo.environment["RINGWATT_RECORD_SNAPSHOTS"] == "1" {
            try actual.write(to: golden, atomically: true, encoding: .utf8)
        }
        #expect(actual == (try String(contentsOf: golden, encoding: .utf8)))
    }
}
