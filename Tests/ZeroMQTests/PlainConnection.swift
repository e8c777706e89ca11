import Glibc
import ZeroMQ

/// A TCP connection made without ZeroMQ: what a stranger on the network would open.
struct PlainConnection: ~Copyable {
    let descriptor: Int32

    /// - Precondition: a tcp endpoint of 127.0.0.1 with a port.
    init(to endpoint: Endpoint) throws(ZeroMQError) {
        guard case .tcp(_, let port?) = endpoint else { preconditionFailure("\(endpoint) has no port") }
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let opened = descriptor
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(opened, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result != 0 { throw ZeroMQError(code: errno, call: "connect", endpoint: endpoint.description) }
    }

    deinit { close(descriptor) }
}
