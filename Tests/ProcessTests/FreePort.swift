import Glibc
import Synchronization
import Testing

private let next = Atomic<Int>(0)

/// A port that nobody listens on, another one each time: below those that the system gives to whoever connects.
func freePort() throws -> UInt16 {
    for _ in 0..<1000 {
        let number = next.add(1, ordering: .relaxed).oldValue
        let port = UInt16(20_000 + (Int(getpid()) * 61 + number) % 10_000)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if isBound { return port }
    }
    throw NoFreePort()
}

private struct NoFreePort: Error {}
