import Testing
import ZeroMQ

@Suite struct MonitorTests {
    /// The events up to and including the first that `isLast`; at most five seconds.
    private func events(
        from monitor: borrowing Monitor, until isLast: (MonitorEvent.Kind) -> Bool
    ) throws -> [MonitorEvent.Kind] {
        var poller = Poller()
        let token = poller.add(monitor)
        var seen: [MonitorEvent.Kind] = []
        let deadline = ContinuousClock.now + .seconds(5)
        while ContinuousClock.now < deadline {
            try poller.wait(for: deadline - .now)
            guard poller.readiness(of: token).contains(.readable) else { continue }
            while let event = try monitor.next() {
                seen.append(event.kind)
                if isLast(event.kind) { return seen }
            }
        }
        return seen
    }

    @Test(
        "when a worker goes, the coordinator learns which connection ended: the one its message came through",
        arguments: [Meeting.ipc, .tcp])
    func departedWorker(meeting: Meeting) throws {
        let folder = TemporaryFolder()
        let context = try Context()
        let router = try Socket(.router, in: context, options: testOptions())
        let monitor = try Monitor(of: router, in: context)
        let endpoint = try router.bind(meeting.endpoint(in: folder))

        var options = testOptions()
        options.routingID = [1]
        let stayingContext = try Context()
        let staying = try Socket(.dealer, in: stayingContext, options: options)
        try staying.connect(endpoint)
        try staying.send([1])
        let leavingContext = try Context()
        options.routingID = [2]
        let leaving = try Socket(.dealer, in: leavingContext, options: options)
        try leaving.connect(endpoint)
        try leaving.send([2])

        var parts = MessageParts(capacity: 2)
        var descriptors: [UInt8: Int32] = [:]
        for _ in 0..<2 {
            try router.receive(into: &parts)
            let found = parts.sourceFileDescriptor
            let descriptor: Int32 = try #require(found)
            descriptors[parts.bytes(at: 0)[0]] = descriptor
        }
        let left = try #require(descriptors[2])
        let stayed = try #require(descriptors[1])
        #expect(left != stayed)

        _ = consume leaving
        _ = consume leavingContext
        let seen = try events(from: monitor) { if case .disconnected = $0 { true } else { false } }
        #expect(seen.last == .disconnected(left))
        #expect(seen.contains(.accepted(left)) && seen.contains(.accepted(stayed)))
        #expect(!seen.contains(.disconnected(stayed)))
        try staying.send([3])
        try router.receive(into: &parts)
        #expect(parts.sourceFileDescriptor == stayed)
        _ = folder.path
    }

    @Test(
        "a connecting socket learns that it is connected, shaken hands with and left", arguments: [Meeting.ipc, .tcp])
    func connectingSide(meeting: Meeting) throws {
        let folder = TemporaryFolder()
        let context = try Context()
        let dealer = try Socket(.dealer, in: context, options: testOptions())
        let monitor = try Monitor(of: dealer, in: context)
        let serverContext = try Context()
        let server = try Socket(.router, in: serverContext, options: testOptions())
        try dealer.connect(server.bind(meeting.endpoint(in: folder)))
        let before = try events(from: monitor) { $0 == .handshakeSucceeded }
        #expect(before.contains { if case .connected = $0 { true } else { false } })
        #expect(before.last == .handshakeSucceeded)
        _ = consume server
        _ = consume serverContext
        let after = try events(from: monitor) { if case .disconnected = $0 { true } else { false } }
        #expect(after.contains { if case .disconnected = $0 { true } else { false } })
        _ = folder.path
    }

    @Test("a peer that is no ZeroMQ socket is reported as a failed handshake")
    func failedHandshake() throws {
        let context = try Context()
        var options = testOptions()
        options.handshakeInterval = .milliseconds(50)
        let router = try Socket(.router, in: context, options: options)
        let monitor = try Monitor(of: router, in: context)
        let endpoint = try router.bind(.tcp(host: "127.0.0.1", port: nil))
        let stranger = try PlainConnection(to: endpoint)
        let seen = try events(from: monitor) { if case .handshakeFailed = $0 { true } else { false } }
        #expect(seen.contains { if case .handshakeFailed = $0 { true } else { false } })
        _ = stranger.descriptor
    }

    @Test("monitor, socket and context may go in any order", arguments: 0..<3)
    func anyOrder(order: Int) throws {
        let context = try Context()
        let socket = try Socket(.router, in: context, options: testOptions())
        let monitor = try Monitor(of: socket, in: context)
        try socket.bind(.tcp(host: "127.0.0.1", port: nil))
        switch order {
        case 0:
            _ = consume socket
            _ = try monitor.next()
        case 1:
            _ = consume context
            _ = try monitor.next()
            try socket.bind(.tcp(host: "127.0.0.1", port: nil))
        default:
            _ = consume monitor
            try socket.bind(.tcp(host: "127.0.0.1", port: nil))
        }
    }

    @Test("many events that nobody reads hold up neither the traffic nor the end", .timeLimit(.minutes(1)))
    func unreadEvents() throws {
        let context = try Context()
        let router = try Socket(.router, in: context, options: testOptions())
        let monitor = try Monitor(of: router, in: context)
        let endpoint = try router.bind(.tcp(host: "127.0.0.1", port: nil))
        for _ in 0..<1500 { _ = try PlainConnection(to: endpoint) }
        let dealer = try Socket(.dealer, in: context, options: testOptions())
        try dealer.connect(endpoint)
        try dealer.send([5])
        // Strangers that only open and close a connection send nothing, so the first message is the dealer's.
        var parts = MessageParts(capacity: 2)
        try router.receive(into: &parts)
        #expect(parts.bytes(at: 1) == [5])
        var count = 0
        while try monitor.next() != nil { count += 1 }
        #expect(count > 2000)
    }
}
