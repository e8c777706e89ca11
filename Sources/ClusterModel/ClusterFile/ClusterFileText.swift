internal import Foundation

/// The bytes of a configuration file, read with care: whatever is not a text of sensible size is one clear error.
enum ClusterFileText {
    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// The path of a file in the same folder.
    static func sibling(_ name: String, of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return name }
        return path[...slash] + name
    }

    /// The text of a file, without a byte-order mark.
    ///
    /// - Parameter kind: What it should be, for messages.
    static func read(path: String, kind: String = "cluster file") throws(ClusterFileError) -> String {
        func failure(_ message: String, _ remedy: String) -> ClusterFileError {
            ClusterFileError(problems: [Problem(.error, at: Location(file: path), message, remedy: remedy)])
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw failure("there is no such file", "give the path of a \(kind)")
        }
        if isFolder.boolValue { throw failure("this is a folder", "give the path of a \(kind) in it") }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw failure("the file cannot be read", "check its permissions")
        }
        defer { try? file.close() }
        // One byte more than the limit tells a file that is too large, whatever its size is said to be.
        guard let data = try? file.read(upToCount: Limits.fileBytes + 1) ?? Data() else {
            throw failure("the file cannot be read", "check that it is a regular file")
        }
        guard data.count <= Limits.fileBytes else {
            throw failure(
                "the file is larger than \(Limits.fileBytes / 1_000_000) MB, which no \(kind) is",
                "give the path of a \(kind)")
        }
        let content = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
        guard !content.contains(0), let text = String(validating: content, as: UTF8.self) else {
            throw failure("this is not a text in UTF-8", "give the path of a \(kind)")
        }
        return text
    }
}
