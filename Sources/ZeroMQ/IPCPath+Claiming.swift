internal import Glibc

/// The lock file that stands beside a socket.
func lockPath(of path: String) -> String { path + ".lock" }

/// Creates the folder of a socket if it is missing, and makes sure that it is ours alone.
func preparePrivateFolder(of path: String) throws(IPCPathError) {
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    let remedy = "choose a path in a private folder such as /tmp/ringwatt-\(geteuid())/run"
    if mkdir(folder, 0o700) != 0 && errno != EEXIST {
        throw IPCPathError(path, "its folder cannot be created: \(errorText(errno))", remedy)
    }
    var information = stat()
    guard lstat(folder.isEmpty ? "/" : folder, &information) == 0 else {
        throw IPCPathError(path, "its folder cannot be looked at: \(errorText(errno))", remedy)
    }
    guard information.st_mode & S_IFMT == S_IFDIR else {
        throw IPCPathError(path, "\(folder) is not a folder (a symbolic link does not count)", remedy)
    }
    guard information.st_uid == geteuid() else {
        throw IPCPathError(path, "its folder belongs to user \(information.st_uid)", remedy)
    }
    guard information.st_mode & 0o077 == 0 else {
        throw IPCPathError(path, "other users may enter its folder", "run `chmod 700 \(folder)`, or \(remedy)")
    }
}

/// Locks the lock file and writes our process id into it; returns its descriptor.
///
/// A former owner removes the file while it holds the lock, so a lock won on a removed file is taken again.
func takeLock(for path: String) throws(IPCPathError) -> Int32 {
    let file = lockPath(of: path)
    while true {
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw IPCPathError(path, "its lock file cannot be opened: \(errorText(errno))", "remove \(file)")
        }
        guard lockWithoutWaiting(descriptor) else {
            let code = errno
            let owner = ownerText(descriptor)
            close(descriptor)
            guard code == EWOULDBLOCK else {
                throw IPCPathError(path, "its lock cannot be taken: \(errorText(code))", "choose a local folder")
            }
            throw IPCPathError(path, "in use by \(owner)", "end that process, or choose another path")
        }
        var held = stat()
        var onDisk = stat()
        if fstat(descriptor, &held) == 0, lstat(file, &onDisk) == 0, held.st_ino == onDisk.st_ino,
            held.st_dev == onDisk.st_dev
        {
            ftruncate(descriptor, 0)
            let text = "\(getpid())\n"
            pwrite(descriptor, text, text.utf8.count, 0)
            return descriptor
        }
        close(descriptor)
    }
}

/// Removes the socket that a dead process left behind; the lock is held.
func removeStaleSocket(at path: String) throws(IPCPathError) {
    var information = stat()
    guard lstat(path, &information) == 0 else { return }
    guard information.st_mode & S_IFMT == S_IFSOCK else {
        throw IPCPathError(path, "a file that is not a socket is in the way", "remove it, or choose another path")
    }
    guard unlink(path) == 0 || errno == ENOENT else {
        throw IPCPathError(path, "the stale socket cannot be removed: \(errorText(errno))", "remove it")
    }
}

private func lockWithoutWaiting(_ descriptor: Int32) -> Bool {
    while true {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        if errno != EINTR { return false }
    }
}

/// Who holds the lock, as far as the lock file tells.
private func ownerText(_ descriptor: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 32)
    let count = pread(descriptor, &buffer, buffer.count, 0)
    let digits = buffer[..<max(0, count)].prefix { (48...57).contains($0) }
    return digits.isEmpty ? "another process" : "process \(String(decoding: digits, as: UTF8.self))"
}

private func errorText(_ code: Int32) -> String { String(cString: strerror(code)) }
