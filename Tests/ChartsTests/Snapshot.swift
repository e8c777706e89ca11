import Foundation
import Testing

/// Recorded texts in `Snapshots/`; `RINGWATT_RECORD=1` records them anew.
enum Snapshot {
    static func check(_ text: String, name: String, file: String = #filePath) throws {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Snapshots")
        let path = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["RINGWATT_RECORD"] == "1" {
            try Data(text.utf8).write(to: path)
        }
        #expect(try String(contentsOf: path, encoding: .utf8) == text, "\(name) differs from what is recorded")
    }
}
