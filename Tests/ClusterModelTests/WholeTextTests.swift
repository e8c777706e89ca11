import ClusterModel
import Foundation
import Testing
import Units

/// A cluster file that carries the options it was used with.
@Suite struct WholeTextTests {
    private let overrides = ClusterOverrides(
        nodes: 4, steps: 7, seed: 9, gradientType: .bf16, bucketSize: ByteCount(count: 3 << 20),
        microBatchPerAccelerator: 2, algorithm: .twoLevel, groupSize: 2, overlap: false, gradientAccumulation: 3,
        start: "2024-03-01T08:00Z")

    private func written(_ text: String, _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("config.yaml").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try body(path)
    }

    @Test(arguments: ["default", "two-sites", "laptop"]) func `the whole text means the same cluster without options`(
        name: String
    ) throws {
        let overrides = name == "default" ? overrides : ClusterOverrides(steps: 3, gradientType: .fp16)
        let loaded = try ClusterFile.load(path: name, overrides: overrides)
        try written("# a comment\n" + loaded.wholeText) { path in
            let again = try ClusterFile.load(path: path)
            #expect(again.cluster == loaded.cluster)
            #expect(again.overrides == overrides)
            #expect(again.wholeText == "# a comment\n" + loaded.wholeText)
        }
    }

    @Test func `options of the command line go over those of the file`() throws {
        let loaded = try ClusterFile.load(path: "default", overrides: ClusterOverrides(nodes: 4, steps: 7))
        try written(loaded.wholeText) { path in
            let again = try ClusterFile.load(path: path, overrides: ClusterOverrides(steps: 11))
            #expect(again.overrides == ClusterOverrides(nodes: 4, steps: 11))
            #expect(again.cluster.workload.trained.steps == 11)
            #expect(again.cluster.nodeCount == 4)
        }
    }

    @Test func `a wrong option is an error at its line`() throws {
        let text = try ClusterFile.load(path: "default", overrides: ClusterOverrides(steps: 7)).wholeText
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0 == "steps: \"7\"" }
        try written(text.replacingOccurrences(of: "steps: \"7\"", with: "stesp: 7")) { path in
            let error = try #require(
                #expect(throws: ClusterFileError.self) { try ClusterFile.load(path: path) })
            let number = try #require(line) + 1
            #expect(error.problems.first?.location.line == number)
            #expect("\(error)".contains("did you mean 'steps'"))
        }
    }
}
