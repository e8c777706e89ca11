import ClusterModel
import Foundation
import Testing

/// Runs python3 with a script and arguments; `nil` if it cannot be started or fails.
private func python(_ script: String, _ arguments: [String] = []) -> String? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
}

private let hasPyYAML = python("import yaml") != nil

@Suite("Other YAML readers")
struct PyYAMLTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

    /// Prints every plain scalar that PyYAML, a YAML 1.1 reader, resolves to something other than its text.
    private static let script = """
        import sys, yaml
        def number(text):
            try: return float(text)
            except ValueError: return None
        def walk(node, path):
            if isinstance(node, yaml.MappingNode):
                for key, value in node.value:
                    walk(key, path); walk(value, path + '.' + key.value)
            elif isinstance(node, yaml.SequenceNode):
                for index, value in enumerate(node.value): walk(value, path + '[%d]' % index)
            else:
                value = yaml.SafeLoader('').construct_object(node)
                same = value == node.value if isinstance(value, str) else (
                    type(value) in (int, float) and number(node.value) == value)
                if not same: print(path, repr(node.value), repr(value))
        for name in sys.argv[1:]:
            with open(name, encoding='utf-8') as file: walk(yaml.compose(file, yaml.SafeLoader), name)
        print('done')
        """

    @Test(
        "PyYAML reads the same values from the shipped files and the catalog",
        .enabled(if: hasPyYAML, "python3 or its yaml module is missing"))
    func sameValues() throws {
        let folders = ["cluster-configs", "cluster-configs/networks", "Sources/ClusterModel/Catalog"]
        var files: [String] = []
        for folder in folders {
            let path = Self.root.appending(path: folder).path(percentEncoded: false)
            files += try FileManager.default.contentsOfDirectory(atPath: path).sorted()
                .filter { $0.hasSuffix(".yaml") }.map { "\(path)/\($0)" }
        }
        #expect(files.count == 41)
        #expect(python(Self.script, files) == "done\n")
    }

    @Test(
        "The check sees the traps that it is there for",
        .enabled(if: hasPyYAML, "python3 or its yaml module is missing"))
    func traps() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "ringwatt-\(UUID().uuidString).yaml")
        try Data("a: 3:1\nb: NO\nc: 010\nd: \"3:1\"\ne: 2020-01-01\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let path = file.path(percentEncoded: false)
        let output = try #require(python(Self.script, [path])).replacing(path, with: "")
        #expect(output.split(separator: "\n").count == 5)
        #expect(output.contains(".a '3:1' 181\n") && output.contains(".b 'NO' False\n"))
    }
}
