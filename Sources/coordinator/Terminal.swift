import Foundation

/// Where the program speaks: results on standard output, all else on standard error.
enum Terminal {
    static func print(_ text: String, terminator: String = "\n") {
        FileHandle.standardOutput.write(Data((text + terminator).utf8))
    }
    static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
    static func complain(_ text: String) {
        note(text.hasPrefix("error") || text.contains(": error: ") ? text : "error: \(text)")
    }
}
