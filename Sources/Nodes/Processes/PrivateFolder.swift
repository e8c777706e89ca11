internal import Foundation
internal import Glibc

/// A folder of this process's own, for its socket and its shards: only this user may enter it, and it goes with the
/// process.
package struct PrivateFolder: ~Copyable {
    package let path: String

    /// The folder in which a user's processes meet: `ringwatt-<uid>` in the folder for temporary files, which must be
    /// short enough for a Unix socket's path.
    package static var base: String {
        let temporary = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        let folder = temporary.utf8.count <= 60 && temporary.hasPrefix("/") ? temporary : "/tmp"
        return (folder.hasSuffix("/") ? String(folder.dropLast()) : folder) + "/ringwatt-\(geteuid())"
    }

    /// Creates `name` in the base folder.
    ///
    /// - Throws: if the base belongs to someone else or is open to others, or the folder cannot be made.
    package init(named name: String) throws(PrivateFolderError) {
        try Self.make(Self.base)
        let folder = "\(Self.base)/\(name)"
        try Self.make(folder)
        path = folder
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private static func make(_ folder: String) throws(PrivateFolderError) {
        if mkdir(folder, 0o700) == 0 { return }
        let code = errno
        guard code == EEXIST else {
            throw PrivateFolderError(description: "cannot create \(folder): \(String(cString: strerror(code)))")
        }
        var information = stat()
        guard lstat(folder, &information) == 0, information.st_mode & S_IFMT == S_IFDIR,
            information.st_uid == geteuid(), information.st_mode & 0o077 == 0
        else {
            throw PrivateFolderError(
                description: "\(folder) is not a folder that only you can enter: remove it, or set TMPDIR to a folder "
                    + "of your own")
        }
    }
}

/// Why a private folder cannot be had.
package struct PrivateFolderError: Error, CustomStringConvertible, Sendable {
    package let description: String
}
