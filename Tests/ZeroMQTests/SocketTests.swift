import Glibc
import Testing
import ZeroMQ

@Suite struct SocketTests {
    @Test(
        "a wildcard port becomes the one that the system chose, and a message of several parts arrives whole",
        arguments: Meeting.allCases)
    func multipart(meeting: Meeting) throws {
        let folder = TemporaryFolder()
        let context = try Context()
        let receiver = try Socket(.pull, in: context, options: testOptions())
        let endpoint = try receiver.bind(meeting.endpoint(in: folder))
        #expect(!endpoint.hasWildcard)
        let sender = try Socket(.push, in: context, options: testOptions())
        try sender.connect(endpoint)

        var parts = MessageParts(capacity: 3)
        for bytes in [[1, 2, 3], [], [UInt8](repeating: 7, count: 100_000)] { parts.append(Message(copying: bytes)) }
        try sender.send(&parts)
        #expect(parts.count == 0)
        var received = MessageParts(capacity: 3)
        try receiver.receive(into: &received)
        #expect(received.count == 3)
        #expect(received.bytes(at: 0) == [1, 2, 3])
        #expect(received.bytes(at: 1) == [])
        let last = received.take(2)
        #expect(array(last) == [UInt8](repeating: 7, count: 100_000))
        #expect(received.bytes(at: 2) == [])
        #expect((last.sourceFileDescriptor != nil) == (meeting != .inproc))
        _ = folder.path
    }

    @Test("parts beyond the capacity are thrown away and counted, and the next message is intact")
    func excessParts() throws {
        let context = try Context()
        let receiver = try Socket(.pull, in: context, options: testOptions())
        let sender = try Socket(.push, in: context, options: testOptions())
        try sender.connect(receiver.bind(.inproc(name: "excess")))
        for number: UInt8 in 1...5 { try sender.send([number], more: number < 5) }
        try sender.send([9])
        var received = MessageParts(capacity: 2)
        try receiver.receive(into: &received)
        #expect(received.count == 2 && received.excess == 3)
        try receiver.receive(into: &received)
        #expect(received.count == 1 && received.excess == 0)
        #expect(received.bytes(at: 0) == [9])
    }

    @Test("a ROUTER answers by routing id, and refuses a peer that it does not know")
    func routing() throws {
        let context = try Context()
        let router = try Socket(.router, in: context, options: testOptions())
        let endpoint = try router.bind(.tcp(host: "127.0.0.1", port: nil))
        var options = testOptions()
        options.routingID = Array("rank 3".utf8)
        let dealer = try Socket(.dealer, in: context, options: options)
        try dealer.connect(endpoint)
        try dealer.send([42])
        var parts = MessageParts(capacity: 2)
        try router.receive(into: &parts)
        #expect(parts.bytes(at: 0) == Array("rank 3".utf8))
        #expect(parts.bytes(at: 1) == [42])
        try router.send(&parts)
        let echo = try dealer.receive()
        #expect(array(echo) == [42])

        parts.append(Message(copying: Array("rank 4".utf8)))
        parts.append(Message(copying: [1]))
        let error = #expect(throws: ZeroMQError.self) { try router.send(&parts) }
        #expect(error?.isUnroutable == true)
        #expect(parts.count == 2, "a refused message is still there")
    }

    @Test("nothing waits where waiting was not asked for")
    func nonBlocking() throws {
        let context = try Context()
        var options = testOptions()
        options.sendHighWaterMark = 1
        options.immediate = true
        let receiver = try Socket(.pull, in: context, options: testOptions())
        let sender = try Socket(.push, in: context, options: options)
        var message = Message(copying: [1, 2])
        #expect(try !sender.trySend(&message))
        #expect(array(message) == [1, 2])
        var parts = MessageParts(capacity: 2)
        parts.append(Message(copying: [3]))
        parts.append(Message(copying: [4]))
        #expect(try !sender.trySend(&parts))
        #expect(parts.count == 2)
        if let unexpected = try receiver.tryReceive() { Issue.record("received \(array(unexpected))") }

        try sender.connect(receiver.bind(.inproc(name: "non-blocking")))
        #expect(try sender.trySend(&parts))
        #expect(try receiver.tryReceive(into: &parts))
        #expect(parts.bytes(at: 1) == [4])
        #expect(try !receiver.tryReceive(into: &parts))
        #expect(parts.count == 0)
    }

    @Test("a wait that is longer than its limit is an error that says so")
    func timeout() throws {
        let context = try Context()
        var options = testOptions()
        options.receiveTimeout = .milliseconds(20)
        let socket = try Socket(.pull, in: context, options: options)
        let error = #expect(throws: ZeroMQError.self) { _ = try socket.receive() }
        #expect(error?.isTimeout == true)
        #expect(error?.description.contains("time limit") == true)
    }

    @Test("a part beyond the maximum size never arrives, and what comes after a new connection does")
    func maximumSize() throws {
        let context = try Context()
        var options = testOptions()
        options.maximumMessageBytes = 1000
        let receiver = try Socket(.pull, in: context, options: options)
        let endpoint = try receiver.bind(.tcp(host: "127.0.0.1", port: nil))
        let first = try Socket(.push, in: context, options: testOptions())
        try first.connect(endpoint)
        try first.send([UInt8](repeating: 1, count: 1001))
        let second = try Socket(.push, in: context, options: testOptions())
        try second.connect(endpoint)
        try second.send([UInt8](repeating: 2, count: 1000))
        let received = try receiver.receive()
        #expect(array(received) == [UInt8](repeating: 2, count: 1000))
    }

    @Test("errors name the endpoint and the way out")
    func bindErrors() throws {
        let context = try Context()
        let first = try Socket(.pull, in: context, options: testOptions())
        let second = try Socket(.pull, in: context, options: testOptions())
        let endpoint = try first.bind(.tcp(host: "127.0.0.1", port: nil))
        var error = #expect(throws: ZeroMQError.self) { try second.bind(endpoint) }
        #expect(error?.code == EADDRINUSE && error?.endpoint == endpoint.description)
        #expect(error?.description.contains("tcp://127.0.0.1:*") == true)
        error = #expect(throws: ZeroMQError.self) { try second.bind(.tcp(host: "192.0.2.1", port: nil)) }
        #expect(error?.description.contains("no such address") == true)
        error = #expect(throws: ZeroMQError.self) { try second.bind(.ipc(path: "/no/such/folder/s")) }
        #expect(error?.description.contains("does not exist") == true)
        error = #expect(throws: ZeroMQError.self) { try second.connect(.tcp(host: "127.0.0.1", port: nil)) }
        #expect(error?.description.contains("to connect, `*` is none") == true)
    }

    @Test("shutting the context down ends every call with a termination error, and sockets may outlive the context")
    func shutDown() throws {
        let context = try Context()
        let socket = try Socket(.pull, in: context, options: testOptions())
        context.shutDown()
        let error = #expect(throws: ZeroMQError.self) { _ = try socket.receive() }
        #expect(error?.isTermination == true)
        _ = consume context
        #expect(throws: ZeroMQError.self) { _ = try socket.tryReceive() }
    }
}
