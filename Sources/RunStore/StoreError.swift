internal import GRDB

/// What is wrong with a run store: which file, what, and what to do.
package struct StoreError: Error, CustomStringConvertible {
    package let description: String

    init(_ path: String, _ what: String, remedy: String) { description = "\(path): \(what); \(remedy)" }

    /// What SQLite says, in our words.
    init(_ path: String, _ error: any Error) {
        guard let error = error as? DatabaseError else {
            self.init(path, "\(error)", remedy: "choose another folder for the runs with --output")
            return
        }
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            self.init(
                path, "this is no run store, or it is damaged",
                remedy: "move it away: a new one is made, and folders of runs keep their own files")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(path, "another program holds the run store", remedy: "try again when it is done")
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                path, "the run store cannot be written",
                remedy: "check the folder's permissions, or choose another with --output")
        case .SQLITE_FULL:
            self.init(path, "the disk is full", remedy: "free some space, or choose another folder with --output")
        default:
            self.init(path, error.message ?? "\(error.resultCode)", remedy: "move it away: a new one is made")
        }
    }
}
