import Glibc
import Synchronization
import ZeroMQ

/// Options with which a test fails after five seconds instead of hanging.
func testOptions() -> SocketOptions {
    var options = SocketOptions()
    options.sendTimeout = .seconds(5)
    options.receiveTimeout = .seconds(5)
    return options
}

private let foldersMade = Atomic<Int>(0)

/// A private folder that goes with its value.
struct TemporaryFolder: ~Copyable {
    let path: String

    init() {
        path = "/tmp/rw-\(getpid())-\(foldersMade.add(1, ordering: .relaxed).newValue)"
        precondition(mkdir(path, 0o700) == 0, "cannot make \(path)")
    }

    deinit {
        // libzmq removes a socket only some time after it was closed. Anything else left behind stays visible in /tmp.
        unlink(path + "/s")
        rmdir(path)
    }
}

/// Where a test's sockets meet.
enum Meeting: CaseIterable, CustomStringConvertible, Sendable {
    case tcp, ipc, inproc

    var description: String { "\(name)" }

    private var name: String {
        switch self {
        case .tcp: "tcp"
        case .ipc: "ipc"
        case .inproc: "inproc"
        }
    }

    func endpoint(in folder: borrowing TemporaryFolder) -> Endpoint {
        switch self {
        case .tcp: .tcp(host: "127.0.0.1", port: nil)
        case .ipc: .ipc(path: folder.path + "/s")
        case .inproc: .inproc(name: folder.path)
        }
    }
}

/// A message part's bytes.
func array(_ message: borrowing Message) -> [UInt8] { message.withUnsafeBytes { Array($0) } }
