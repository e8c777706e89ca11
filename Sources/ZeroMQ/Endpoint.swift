/// Where a socket listens or connects to.
///
/// Read from `tcp://host:port`, `tcp://127.0.0.1:*` (the system chooses the port), `ipc:///absolute/path` and
/// `inproc://name`; printed the same way.
package enum Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// A host name, an IPv4 address, an IPv6 address in brackets, an interface name or `*`; port `nil` is `*`.
    case tcp(host: String, port: UInt16?)
    /// An absolute path of at most 107 bytes.
    case ipc(path: String)
    /// A name within one context.
    case inproc(name: String)

    /// Only processes of this host can reach it: inproc, ipc, `localhost`, 127.0.0.0/8 and `[::1]`.
    ///
    /// A name other than `localhost`, and an address in a short or octal form, counts as reachable from elsewhere.
    package var isLoopback: Bool {
        switch self {
        case .inproc, .ipc: true
        case .tcp(let host, _):
            host.lowercased() == "localhost" || host == "[::1]" || ipv4Bytes(of: host)?.first == 127
        }
    }

    /// Good for `bind` only: the host or the port is `*`.
    package var hasWildcard: Bool {
        if case .tcp(let host, let port) = self { return host == "*" || port == nil }
        return false
    }

    /// The text that `init(_:)` reads.
    package var description: String {
        switch self {
        case .tcp(let host, let port): "tcp://\(host):\(port.map { String($0) } ?? "*")"
        case .ipc(let path): "ipc://\(path)"
        case .inproc(let name): "inproc://\(name)"
        }
    }
}

/// The four bytes of a dotted IPv4 address in its plain form; `nil` for anything else, leading zeros included.
private func ipv4Bytes(of host: String) -> [UInt8]? {
    let fields = host.split(separator: ".", omittingEmptySubsequences: false)
    guard fields.count == 4 else { return nil }
    let bytes = fields.compactMap { field -> UInt8? in
        guard field.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        guard field.count == 1 || field.first != "0" else { return nil }
        return UInt8(field)
    }
    return bytes.count == 4 ? bytes : nil
}
