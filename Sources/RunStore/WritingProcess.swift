internal import Foundation

/// A process, told apart from a later one with the same number.
struct WritingProcess: Equatable {
    let id: Int32
    /// The machine's boot and the clock ticks from then to the start of the process; empty where that cannot be told.
    let start: String

    static let own = WritingProcess(of: ProcessInfo.processInfo.processIdentifier)

    /// The process that has this number now; its `start` is empty if there is none.
    init(of id: Int32) {
        self.id = id
        let boot = Self.text("/proc/sys/kernel/random/boot_id")?.trimmingCharacters(in: .whitespacesAndNewlines)
        // Behind the name, which may hold anything: state, parent, …; the start is the 20th field from there.
        let fields = Self.text("/proc/\(id)/stat")?.split(separator: ")").last?.split(separator: " ")
        start = if let boot, let fields, fields.count > 19 { "\(boot) \(fields[19])" } else { "" }
    }

    init(id: Int32, start: String) {
        self.id = id
        self.start = start
    }

    /// Whether it is still there.
    var isThere: Bool {
        // Where no process can be told from another, nobody is said to be dead.
        start.isEmpty ? true : WritingProcess(of: id) == self
    }

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
