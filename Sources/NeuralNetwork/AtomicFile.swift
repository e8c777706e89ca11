#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A file that comes into its place whole or not at all: written under a temporary name, flushed to the device, renamed.
struct AtomicFile: ~Copyable {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private var committed = false

    /// Opens the temporary file, which lies beside `path`.
    init(path: String) throws(CheckpointError) {
        self.path = path
        temporary = "\(path).\(getpid()).tmp"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw .system(path: temporary, operation: "open", code: errno) }
    }

    deinit {
        close(descriptor)
        if !committed { unlink(temporary) }
    }

    func write(_ bytes: [UInt8]) throws(CheckpointError) {
        let outcome = bytes.withUnsafeBytes { bytes in
            Result { () throws(CheckpointError) in try write(bytes) }
        }
        try outcome.get()
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(CheckpointError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let written = systemWrite(descriptor, part.baseAddress, part.count)
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno != EINTR {
                throw .system(path: temporary, operation: "write", code: errno)
            }
        }
    }

    /// Flushes, renames, and flushes the folder, so that the name outlives a power cut too.
    mutating func commit() throws(CheckpointError) {
        guard fsync(descriptor) == 0 else { throw .system(path: temporary, operation: "fsync", code: errno) }
        guard rename(temporary, path) == 0 else { throw .system(path: path, operation: "rename", code: errno) }
        committed = true
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let folderDescriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard folderDescriptor >= 0 else { throw .system(path: folder, operation: "open", code: errno) }
        defer { close(folderDescriptor) }
        guard fsync(folderDescriptor) == 0 else { throw .system(path: folder, operation: "fsync", code: errno) }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

/// All bytes of a file.
func readWholeFile(_ path: String) throws(CheckpointError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(path: path, operation: "open", code: errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while true {
        let count = read(descriptor, &block, block.count)
        if count > 0 {
            bytes.append(contentsOf: block[..<count])
        } else if count == 0 {
            return bytes
        } else if errno != EINTR {
            throw .system(path: path, operation: "read", code: errno)
        }
    }
}

/// The operating system's words for an error number.
func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }
