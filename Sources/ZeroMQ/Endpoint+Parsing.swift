/// Why a text is not an endpoint, and what to write instead.
package struct EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text as it was given.
    package let text: String
    /// What is wrong with it.
    package let problem: String
    /// What to write instead.
    package let remedy: String

    /// One line: what is wrong and what to write instead.
    package var description: String { "\"\(text)\" is not an endpoint: \(problem); \(remedy)" }
}

extension Endpoint {
    /// Bytes that the path of a Unix socket may have: `sun_path` without its closing zero.
    package static let maximumPathBytes = 107

    /// Reads an endpoint.
    ///
    /// - Throws: what is wrong and what was probably meant.
    package init(_ text: String) throws(EndpointError) {
        guard !text.isEmpty else { throw EndpointError(text, "it is empty", forms) }
        guard !text.unicodeScalars.contains(where: { $0.value <= 32 || $0.value == 127 }) else {
            throw EndpointError(text, "it contains a space or a control character", forms)
        }
        guard let (scheme, rest) = splitScheme(text) else {
            throw EndpointError(text, "it has no scheme", suggestion(forSchemeless: text))
        }
        switch scheme {
        case "tcp": self = try Self.tcp(parsing: rest, of: text)
        case "ipc": self = try Self.ipc(parsing: rest, of: text)
        case "inproc":
            guard !rest.isEmpty else { throw EndpointError(text, "it has no name", "write inproc://name") }
            self = .inproc(name: rest)
        default: throw EndpointError(text, "unknown scheme \"\(scheme)\"", suggestion(forScheme: scheme, rest: rest))
        }
    }

    private static func tcp(parsing rest: String, of text: String) throws(EndpointError) -> Endpoint {
        guard let colon = rest.lastIndex(of: ":"), !rest.hasSuffix("]") else {
            let host = rest.isEmpty ? "host" : rest
            throw EndpointError(
                text, "it has no port", "write tcp://\(host):PORT, or tcp://\(host):* to bind to any free port")
        }
        let host = String(rest[..<colon])
        let portText = String(rest[rest.index(after: colon)...])
        guard isHost(host) else {
            throw EndpointError(
                text, host.isEmpty ? "it has no host" : "\"\(host)\" is not a host",
                "write tcp://host:port, an IPv6 address in brackets")
        }
        if portText == "*" { return .tcp(host: host, port: nil) }
        let digits = !portText.isEmpty && portText.utf8.allSatisfy { (48...57).contains($0) }
        guard digits, let port = UInt16(portText), port > 0 else {
            throw EndpointError(
                text, "\"\(portText)\" is not a port", "write a number from 1 to 65535, or * to bind to any free port")
        }
        return .tcp(host: host, port: port)
    }

    private static func ipc(parsing path: String, of text: String) throws(EndpointError) -> Endpoint {
        guard path.hasPrefix("/") else {
            throw EndpointError(
                text, "an ipc path must be absolute",
                path.isEmpty || path == "*" || path.hasPrefix("@")
                    ? "write ipc:///path/to/socket" : "did you mean ipc:///\(path)?")
        }
        guard !path.hasSuffix("/") else {
            throw EndpointError(text, "its path names a folder", "did you mean ipc://\(path)socket?")
        }
        guard path.utf8.count <= maximumPathBytes else {
            throw EndpointError(
                text, "its path has \(path.utf8.count) bytes, the system allows \(maximumPathBytes)",
                "choose a shorter folder, for example under /tmp")
        }
        return .ipc(path: path)
    }
}

extension EndpointError {
    fileprivate init(_ text: String, _ problem: String, _ remedy: String) {
        self.init(text: text, problem: problem, remedy: remedy)
    }
}

private let forms = "write tcp://host:port, ipc:///path or inproc://name"

/// What stands before and after `://`; `nil` if there is none.
private func splitScheme(_ text: String) -> (scheme: String, rest: String)? {
    var index = text.startIndex
    while index < text.endIndex {
        if text[index...].hasPrefix("://") {
            return (String(text[..<index]), String(text[text.index(index, offsetBy: 3)...]))
        }
        index = text.index(after: index)
    }
    return nil
}

private func suggestion(forSchemeless text: String) -> String {
    if text.hasPrefix("/") { return "did you mean ipc://\(text)?" }
    if let separator = text.firstIndex(of: ":"), ["tcp", "ipc", "inproc"].contains(String(text[..<separator])) {
        let rest = text[text.index(after: separator)...].drop { $0 == "/" }
        return "did you mean \(text[..<separator])://\(text.hasPrefix("ipc") ? "/" : "")\(rest)?"
    }
    if text.contains(":") { return "did you mean tcp://\(text)?" }
    return "did you mean tcp://\(text):PORT?"
}

/// A known scheme with the same letters, or one that differs in one letter; tcp for another internet scheme.
private func suggestion(forScheme scheme: String, rest: String) -> String {
    let known = ["tcp", "ipc", "inproc"]
    let written = Array(scheme.lowercased())
    let sameLetters = known.first { $0.sorted() == written.sorted() }
    let oneLetterOff = known.first { name in
        zip(written, name).filter { $0 != $1 }.count + abs(written.count - name.count) <= 1
    }
    let other = ["http", "https", "udp", "ws", "zmq"].contains(scheme.lowercased()) ? "tcp" : nil
    guard let meant = sameLetters ?? oneLetterOff ?? other else { return forms }
    return "did you mean \(meant)://\(rest)?"
}

/// A name, a dotted address, an interface, `*`, or hexadecimal groups in brackets.
private func isHost(_ text: String) -> Bool {
    if text == "*" { return true }
    if text.hasPrefix("[") && text.hasSuffix("]") && text.count > 2 {
        return text.dropFirst().dropLast().utf8.allSatisfy { byte in
            isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "%")
        }
    }
    return !text.isEmpty
        && text.utf8.allSatisfy {
            isDigit($0) || isLetter($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

private func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
