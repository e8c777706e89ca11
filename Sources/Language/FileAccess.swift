internal import Foundation

/// What the operating system refused: which path, which call, which `errno`.
struct FileFailure: Error, Hashable {
    let path: String
    let operation: String
    let code: Int32

    /// The system's own words, such as "Permission denied".
    var reason: String { String(cString: strerror(code)) }

    init(path: String, operation: String, code: Int32 = errno) {
        self.path = path
        self.operation = operation
        self.code = code
    }
}

/// What a path leads to, links followed.
struct FileStatus {
    /// One file, however many hard or symbolic links lead to it.
    struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    enum Kind {
        case file, folder, other
    }

    let identity: Identity
    let kind: Kind

    init(path: String) throws(FileFailure) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileFailure(path: path, operation: "stat") }
        identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        default: kind = .other
        }
    }
}

/// An open file: the one door to the system's calls, retried when a signal interrupts them. Closes itself.
struct OpenFile: ~Copyable {
    let path: String
    private let descriptor: Int32

    /// Opens for reading.
    init(reading path: String) throws(FileFailure) {
        try self.init(path: path, flags: O_RDONLY | O_CLOEXEC)
    }

    /// Creates the file, or empties the one that is there, for writing (mode 0644 less the umask).
    init(creating path: String) throws(FileFailure) {
        try self.init(path: path, flags: O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
    }

    private init(path: String, flags: Int32) throws(FileFailure) {
        let descriptor = Self.retried { Int(open(path, flags, 0o644)) }
        guard descriptor >= 0 else { throw FileFailure(path: path, operation: "open") }
        self.path = path
        self.descriptor = Int32(descriptor)
    }

    deinit { _ = close(descriptor) }

    /// Its length in bytes.
    func size() throws(FileFailure) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFailure(path: path, operation: "stat") }
        return Int(status.st_size)
    }

    /// Fills the buffer's first `count` bytes from `offset` of the file.
    ///
    /// - Returns: the bytes read, fewer than `count` only where the file ends.
    func read(at offset: Int, count: Int, into buffer: inout [UInt8]) throws(FileFailure) -> Int {
        precondition(offset >= 0 && count >= 0 && count <= buffer.count, "a read fits its buffer")
        var done = 0
        while done < count {
            let (start, length) = (done, count - done)
            let received = buffer.withUnsafeMutableBytes { bytes in
                Self.retried { pread(descriptor, bytes.baseAddress! + start, length, off_t(offset + start)) }
            }
            guard received >= 0 else { throw FileFailure(path: path, operation: "read") }
            if received == 0 { break }
            done += received
        }
        return done
    }

    /// Appends all bytes.
    func write(_ bytes: ArraySlice<UInt8>) throws(FileFailure) {
        var done = 0
        while done < bytes.count {
            let (start, length) = (done, bytes.count - done)
            let sent = bytes.withUnsafeBytes { source in
                Self.retried { Foundation.write(descriptor, source.baseAddress! + start, length) }
            }
            guard sent >= 0 else { throw FileFailure(path: path, operation: "write") }
            done += sent
        }
    }

    /// Returns when the bytes are on the storage device.
    func synchronize() throws(FileFailure) {
        guard Self.retried({ Int(fsync(descriptor)) }) == 0 else {
            throw FileFailure(path: path, operation: "fsync")
        }
    }

    private static func retried(_ call: () -> Int) -> Int {
        var result = call()
        while result < 0 && errno == EINTR { result = call() }
        return result
    }
}
