import Glibc
import Testing
import ZeroMQ

private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

@Suite struct IPCPathTests {
    @Test("a claimed path can be bound, is refused to others with the holder's id, and is free afterwards")
    func claimAndRelease() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/s"
        do {
            let claim = try IPCPath(claiming: path)
            let context = try Context()
            let socket = try Socket(.pull, in: context, options: testOptions())
            #expect(try socket.bind(claim.endpoint) == .ipc(path: path))
            #expect(exists(path))
            let error = #expect(throws: IPCPathError.self) { _ = try IPCPath(claiming: path) }
            #expect(error?.description.contains("in use by process \(getpid())") == true)
            #expect(exists(path), "a refused claim leaves the live socket alone")
            _ = claim.path
        }
        #expect(!exists(path))
        #expect(!exists(path + ".lock"))
        _ = try IPCPath(claiming: path)
        _ = folder.path
    }

    @Test("the socket of a dead process is removed, and its lock file is no obstacle")
    func staleSocket() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/s"
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        close(descriptor)
        close(open(path + ".lock", O_CREAT | O_WRONLY, 0o600))
        #expect(exists(path))
        do {
            let claim = try IPCPath(claiming: path)
            #expect(!exists(claim.path))
        }
        #expect(!exists(path + ".lock"))
        _ = folder.path
    }

    @Test("a missing folder is made for this user only")
    func makesFolder() throws {
        let folder = TemporaryFolder()
        let inner = folder.path + "/inner"
        do {
            let claim = try IPCPath(claiming: inner + "/s")
            var information = stat()
            #expect(stat(inner, &information) == 0)
            #expect(information.st_mode & 0o777 == 0o700)
            _ = claim.path
        }
        rmdir(inner)
        _ = folder.path
    }

    @Test("a folder that others may enter, a path too long, and a file in the way are refused with the way out")
    func refusals() throws {
        let folder = TemporaryFolder()
        let file = folder.path + "/file"
        close(open(file, O_CREAT | O_WRONLY, 0o600))
        var error = #expect(throws: IPCPathError.self) { _ = try IPCPath(claiming: file) }
        #expect(error?.description.contains("not a socket") == true)
        #expect(exists(file) && !exists(file + ".lock"))
        unlink(file)

        chmod(folder.path, 0o755)
        error = #expect(throws: IPCPathError.self) { _ = try IPCPath(claiming: folder.path + "/s") }
        #expect(error?.description.contains("chmod 700 \(folder.path)") == true)

        let long = "/" + String(repeating: "a", count: 107)
        error = #expect(throws: IPCPathError.self) { _ = try IPCPath(claiming: long) }
        #expect(error?.description.contains("at most 107 bytes (this one has 108)") == true)

        error = #expect(throws: IPCPathError.self) { _ = try IPCPath(claiming: folder.path + "/no/such/s") }
        #expect(error?.description.contains("cannot be created") == true)
    }
}
