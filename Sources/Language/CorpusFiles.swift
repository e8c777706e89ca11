internal import Foundation

/// Finds the files of a corpus in an order that depends on their paths only.
struct CorpusFiles {
    /// Paths to read, sorted by the bytes of their path components.
    private(set) var paths: [String] = []
    private(set) var skipped = SkippedFiles()
    private let recursive: Bool
    private var visited: Set<FileStatus.Identity> = []

    /// - Parameters:
    ///   - root: a file, or a folder whose files are found, those of its subfolders too if `recursive`.
    init(root: String, recursive: Bool) throws(CorpusError) {
        self.recursive = recursive
        let status: FileStatus
        do {
            status = try FileStatus(path: root)
        } catch {
            if error.code == ENOENT || error.code == ENOTDIR { throw .missing(path: root) }
            throw .unreadable(path: root, reason: error.reason)
        }
        visited.insert(status.identity)
        switch status.kind {
        case .file: paths.append(root)
        case .folder: try visit(folder: root)
        case .other: throw .unreadable(path: root, reason: "neither a file nor a folder")
        }
    }

    private mutating func visit(folder: String) throws(CorpusError) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw .unreadable(path: folder, reason: "the folder cannot be listed")
        }
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            try visit(name: name, in: folder)
        }
    }

    private mutating func visit(name: String, in folder: String) throws(CorpusError) {
        guard !name.hasPrefix(".") else { return skipped.add(.hidden) }
        let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
        let status: FileStatus
        do {
            status = try FileStatus(path: path)
        } catch {
            if error.code == ENOENT || error.code == ELOOP { return skipped.add(.notAFile) }
            throw .unreadable(path: path, reason: error.reason)
        }
        if status.kind == .other { return skipped.add(.notAFile) }
        if status.kind == .folder && !recursive { return skipped.add(.subfolder) }
        guard visited.insert(status.identity).inserted else { return skipped.add(.link) }
        if status.kind == .folder {
            try visit(folder: path)
        } else {
            paths.append(path)
        }
    }
}
