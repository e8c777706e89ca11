internal import Glibc

/// The claim to a Unix socket's path, so that binding there never takes it from a live process.
///
/// libzmq's bind removes whatever socket it finds at its path, a live one too. A claim therefore holds a lock on
/// `<path>.lock`, in a folder that only this user can enter; with the lock held, a socket found at the path is a dead
/// process's and is removed. When the claim goes, the socket and the lock file are removed: close the bound socket first.
package struct IPCPath: ~Copyable {
    /// The path claimed.
    package let path: String
    private let lock: Int32

    /// Claims an absolute path. Its folder is created, with access for this user only, if only that folder is missing.
    ///
    /// - Throws: a path that is too long or relative; a folder that others own or may enter; a path that a live process
    ///   holds (its process id is named); a file at the path that is not a socket.
    package init(claiming path: String) throws(IPCPathError) {
        guard case .ipc? = try? Endpoint("ipc://\(path)") else {
            throw IPCPathError(
                path,
                "an ipc path is absolute, has no spaces and at most \(Endpoint.maximumPathBytes) bytes "
                    + "(this one has \(path.utf8.count))",
                "choose a short path such as /tmp/ringwatt-\(geteuid())/run")
        }
        try preparePrivateFolder(of: path)
        let lock = try takeLock(for: path)
        do {
            try removeStaleSocket(at: path)
        } catch {
            unlink(lockPath(of: path))
            close(lock)
            throw error
        }
        self.path = path
        self.lock = lock
    }

    deinit {
        unlink(path)
        unlink(lockPath(of: path))
        close(lock)
    }

    /// Where to bind.
    package var endpoint: Endpoint { .ipc(path: path) }
}

/// Why a path cannot be claimed, and what to do.
package struct IPCPathError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path that was to be claimed.
    package let path: String
    /// Why it cannot be.
    package let problem: String
    /// What to do about it.
    package let remedy: String

    /// One line: the path, what is wrong and what to do.
    package var description: String { "\(path): \(problem); \(remedy)" }

    init(_ path: String, _ problem: String, _ remedy: String) {
        self.path = path
        self.problem = problem
        self.remedy = remedy
    }
}
