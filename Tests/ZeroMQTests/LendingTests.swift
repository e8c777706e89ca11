import Synchronization
import Testing
import ZeroMQ

/// Memory that counts how often it was released.
private final class OwnedBytes: Sendable {
    nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer
    private let releases: ReleaseCount

    init(count: Int, releases: ReleaseCount) {
        bytes = .allocate(byteCount: count, alignment: 64)
        for index in 0..<count { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
        self.releases = releases
    }

    deinit {
        bytes.deallocate()
        releases.value.add(1, ordering: .relaxed)
    }
}

private final class ReleaseCount: Sendable {
    let value = Atomic<Int>(0)
    var current: Int { value.load(ordering: .acquiring) }
}

/// Waits, at most five seconds, until `condition` holds.
private func eventually(_ condition: () -> Bool) -> Bool {
    let deadline = ContinuousClock.now + .seconds(5)
    while !condition() {
        if ContinuousClock.now > deadline { return false }
    }
    return true
}

@Suite struct LendingTests {
    @Test("over inproc the receiver reads the sender's own memory, and its owner is released exactly once")
    func sameMemory() throws {
        let releases = ReleaseCount()
        let context = try Context()
        let receiver = try Socket(.pull, in: context, options: testOptions())
        let endpoint = try receiver.bind(.inproc(name: "lending"))
        let sender = try Socket(.push, in: context, options: testOptions())
        try sender.connect(endpoint)

        let address: UInt
        do {
            let owner = OwnedBytes(count: 1 << 20, releases: releases)
            address = UInt(bitPattern: owner.bytes.baseAddress)
            try sender.send(Message(lending: UnsafeRawBufferPointer(owner.bytes), owner: owner))
        }
        #expect(releases.current == 0)
        do {
            let received = try receiver.receive()
            #expect(received.count == 1 << 20)
            #expect(received.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } == address)
            #expect(received.withUnsafeBytes { $0[999] } == UInt8(truncatingIfNeeded: 999 * 31))
            #expect(releases.current == 0)
        }
        #expect(releases.current == 1)
    }

    @Test("over tcp and ipc the owner is released once, when the bytes have left", arguments: [Meeting.tcp, .ipc])
    func releasedAfterSending(meeting: Meeting) throws {
        let folder = TemporaryFolder()
        let releases = ReleaseCount()
        let context = try Context()
        let receiver = try Socket(.pull, in: context, options: testOptions())
        let endpoint = try receiver.bind(meeting.endpoint(in: folder))
        let sender = try Socket(.push, in: context, options: testOptions())
        try sender.connect(endpoint)
        for round in 1...20 {
            let owner = OwnedBytes(count: 300_000, releases: releases)
            try sender.send(Message(lending: UnsafeRawBufferPointer(owner.bytes), owner: owner))
            let received = try receiver.receive()
            #expect(received.withUnsafeBytes { $0.elementsEqual(owner.bytes) })
            _ = consume owner
            #expect(eventually { releases.current == round })
        }
        #expect(releases.current == 20)
    }

    @Test("a lent message that is never sent, or has no bytes, releases its owner too")
    func unsent() {
        let releases = ReleaseCount()
        do {
            let owner = OwnedBytes(count: 100, releases: releases)
            _ = Message(lending: UnsafeRawBufferPointer(owner.bytes), owner: owner)
        }
        #expect(releases.current == 1)
        do {
            let owner = OwnedBytes(count: 0, releases: releases)
            let message = Message(lending: UnsafeRawBufferPointer(owner.bytes), owner: owner)
            #expect(message.count == 0)
        }
        #expect(releases.current == 2)
    }

    @Test("loans are outstanding until libzmq has let go of the bytes")
    func loans() throws {
        let loans = LoanCounter()
        let context = try Context()
        let receiver = try Socket(.pull, in: context, options: testOptions())
        let endpoint = try receiver.bind(.tcp(host: "127.0.0.1", port: nil))
        let sender = try Socket(.push, in: context, options: testOptions())
        try sender.connect(endpoint)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        buffer.initializeMemory(as: UInt8.self, repeating: 9)
        defer { buffer.deallocate() }
        let kept = Message(lending: UnsafeRawBufferPointer(buffer), countedBy: loans)
        for _ in 0..<4 { try sender.send(Message(lending: UnsafeRawBufferPointer(buffer), countedBy: loans)) }
        #expect(loans.outstanding >= 1)
        for _ in 0..<4 {
            let received = try receiver.receive()
            #expect(received.count == 1 << 20)
        }
        #expect(eventually { loans.outstanding == 1 })
        _ = consume kept
        #expect(loans.outstanding == 0)
    }
}
