import Foundation
import Nodes
import Synchronization

/// Folders like `/sys/class/powercap` and `/proc`, written by the test.
struct FakeHost: ~Copyable {
    /// What a fake file system answers besides what stands in its files.
    final class Answers: Sendable {
        private let denied = Mutex<Set<String>>([])
        private let reads = Mutex<[String: Int]>([:])

        /// Ends of paths that this user may not read.
        func deny(_ end: String) { denied.withLock { _ = $0.insert(end) } }

        /// How often files whose paths end so were read.
        func count(_ end: String) -> Int {
            reads.withLock { $0.filter { $0.key.hasSuffix(end) }.values.reduce(0, +) }
        }

        func read(_ path: String) -> SystemFiles.Reading {
            reads.withLock { $0[path, default: 0] += 1 }
            return denied.withLock { $0.contains(where: path.hasSuffix) }
                ? .denied : SystemFiles.actual.read(path)
        }
    }

    let root: String
    let answers = Answers()

    init() throws {
        root = NSTemporaryDirectory() + "host-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    var powercap: String { root + "/powercap" }
    var proc: String { root + "/proc" }
    var files: SystemFiles {
        let answers = answers
        return SystemFiles { answers.read($0) }
    }

    /// A zone; without microjoules there is no counter.
    func zone(_ folder: String, name: String, microjoules: UInt64?, range: UInt64 = 65_532_610_987) throws {
        try write("powercap/\(folder)/name", name)
        try write("powercap/\(folder)/max_energy_range_uj", "\(range)")
        if let microjoules { try energy(folder, "\(microjoules)") }
    }

    func energy(_ folder: String, _ text: String) throws { try write("powercap/\(folder)/energy_uj", text) }

    func removeZone(_ folder: String) throws { try FileManager.default.removeItem(atPath: "\(powercap)/\(folder)") }

    /// Ticks of all processors since the start.
    func stat(busy: Int, idle: Int) throws {
        try write("proc/stat", "cpu  \(busy) 0 0 \(idle) 0 0 0 0 0 0\ncpu0 0 0 0 0\nintr 1 2 3")
    }

    func cpuinfo(model: String, threads: Int, sockets: Int = 1, isVirtual: Bool = false) throws {
        let blocks = (0..<threads).map {
            """
            processor\t: \($0)
            model name\t: \(model)
            physical id\t: \($0 % sockets)
            flags\t\t: fpu sse2\(isVirtual ? " hypervisor" : "")

            """
        }
        try write("proc/cpuinfo", blocks.joined(separator: "\n"))
    }

    private func write(_ path: String, _ text: String) throws {
        let path = "\(root)/\(path)"
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "\(text)\n".write(toFile: path, atomically: false, encoding: .utf8)
    }
}
