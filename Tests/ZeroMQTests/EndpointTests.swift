import Testing
import ZeroMQ

@Suite struct EndpointTests {
    @Test(
        "an endpoint prints what it was read from",
        arguments: [
            "tcp://127.0.0.1:5555", "tcp://127.0.0.1:*", "tcp://*:*", "tcp://*:1", "tcp://node-3.cluster_a.local:65535",
            "tcp://[::1]:80", "tcp://[fe80::1%eth0]:80", "tcp://eth0:9", "ipc:///tmp/a/b", "inproc://x",
        ])
    func roundTrip(text: String) throws {
        #expect(try Endpoint(text).description == text)
    }

    @Test(
        "what only this host can reach is loopback",
        arguments: [
            "tcp://127.0.0.1:*", "tcp://127.255.3.4:1", "tcp://localhost:1", "tcp://LocalHost:1", "tcp://[::1]:1",
            "ipc:///tmp/a", "inproc://a",
        ])
    func loopback(text: String) throws {
        #expect(try Endpoint(text).isLoopback)
    }

    @Test(
        "what others can reach, or might, is not",
        arguments: [
            "tcp://*:1", "tcp://0.0.0.0:1", "tcp://10.0.0.1:1", "tcp://127.evil.com:1", "tcp://127.0.0.1.evil.com:1",
            "tcp://0127.0.0.1:1", "tcp://127.1:1", "tcp://128.0.0.1:1", "tcp://[::]:1", "tcp://[2001:db8::1]:1",
            "tcp://localhost.evil.com:1", "tcp://127.0.0.256:1",
        ])
    func notLoopback(text: String) throws {
        #expect(try !Endpoint(text).isLoopback)
    }

    @Test(
        "a text that is no endpoint is refused with what to write instead",
        arguments: [
            ("", "write tcp://host:port"),
            ("127.0.0.1:5555", "did you mean tcp://127.0.0.1:5555?"),
            ("node3", "did you mean tcp://node3:PORT?"),
            ("/tmp/ringwatt/a", "did you mean ipc:///tmp/ringwatt/a?"),
            ("tcp:/host:5", "did you mean tcp://host:5?"),
            ("tcp:host:5", "did you mean tcp://host:5?"),
            ("ipc:/tmp/a", "did you mean ipc:///tmp/a?"),
            ("tpc://host:5", "did you mean tcp://host:5?"),
            ("TCP://host:5", "did you mean tcp://host:5?"),
            ("icp:///tmp/a", "did you mean ipc:///tmp/a?"),
            ("inprocs://a", "did you mean inproc://a?"),
            ("http://host:5", "did you mean tcp://host:5?"),
            ("gopher://host:5", "write tcp://host:port"),
            ("tcp://host", "tcp://host:PORT"),
            ("tcp://[::1]", "tcp://[::1]:PORT"),
            ("tcp://:5", "it has no host"),
            ("tcp://host:", "is not a port"),
            ("tcp://host:0", "1 to 65535"),
            ("tcp://host:65536", "1 to 65535"),
            ("tcp://host:+5", "is not a port"),
            ("tcp://127.0.0.1:5555;10.0.0.1:99", "is not a host"),
            ("tcp://ho st:5", "a space"),
            ("tcp://::1:5", "in brackets"),
            ("ipc://tmp/a", "did you mean ipc:///tmp/a?"),
            ("ipc://@abstract", "must be absolute"),
            ("ipc://*", "must be absolute"),
            ("ipc:///tmp/", "did you mean ipc:///tmp/socket?"),
            ("ipc:///" + String(repeating: "a", count: 107), "108 bytes"),
            ("inproc://", "it has no name"),
        ])
    func refusals(text: String, hint: String) {
        let error = #expect(throws: EndpointError.self) { try Endpoint(text) }
        #expect(error?.description.contains(hint) == true, "\(error?.description ?? "none")")
    }

    @Test("an ipc path of 107 bytes is the longest")
    func longestPath() throws {
        let path = "/" + String(repeating: "a", count: 106)
        #expect(try Endpoint("ipc://\(path)") == .ipc(path: path))
    }
}
