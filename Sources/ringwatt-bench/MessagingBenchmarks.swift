internal import Foundation
internal import ZeroMQ

/// Throughput of large zero-copy messages and round-trip time of small ones, between two threads of this process, each
/// with a context of its own, over ipc and tcp.
func runMessagingBenchmarks() {
    let path = "/tmp/ringwatt-bench-\(ProcessInfo.processInfo.processIdentifier)/socket"
    do {
        do {
            let claim = try IPCPath(claiming: path)
            for endpoint in [claim.endpoint, .tcp(host: "127.0.0.1", port: nil)] {
                print("messages over \(endpoint.isTCP ? "tcp" : "ipc")")
                for mebibytes in [1, 4, 16] { try benchmarkThroughput(at: endpoint, mebibytes: mebibytes) }
                try benchmarkRoundTrip(at: endpoint)
            }
        }
        try FileManager.default.removeItem(atPath: String(path.dropLast("/socket".count)))
    } catch {
        print("messaging benchmark: \(error)")
    }
}

extension Endpoint {
    fileprivate var isTCP: Bool { if case .tcp = self { true } else { false } }
}

/// One gigabyte in messages of `mebibytes` MiB, lent by the sender and read in place by the receiver.
private func benchmarkThroughput(at endpoint: Endpoint, mebibytes: Int) throws(ZeroMQError) {
    let size = mebibytes << 20
    let count = 1024 / mebibytes
    let context = try Context()
    let receiver = try Socket(.pull, in: context, options: SocketOptions())
    let address = try receiver.bind(endpoint)
    Thread.detachNewThread {
        do throws(ZeroMQError) {
            var options = SocketOptions()
            options.linger = .seconds(10)
            options.sendHighWaterMark = 8
            let context = try Context()
            let sender = try Socket(.push, in: context, options: options)
            try sender.connect(address)
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
            buffer.initializeMemory(as: UInt8.self, repeating: 1)
            let loans = LoanCounter()
            for _ in 0..<(count + 1) {
                try sender.send(Message(lending: UnsafeRawBufferPointer(buffer), countedBy: loans))
            }
            while loans.outstanding > 0 { Thread.sleep(forTimeInterval: 0.001) }
            buffer.deallocate()
        } catch { fatalError("\(error)") }
    }
    let first = try receiver.receive()
    precondition(first.count == size, "a message of \(first.count) bytes instead of \(size)")
    let start = ContinuousClock.now
    for _ in 0..<count { _ = try receiver.receive() }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    print("  \(mebibytes) MiB zero-copy: \(fixed(Double(size * count) / seconds / 1e9, 2)) GB/s")
}

/// 64 bytes there and back, 20,000 times, with blocking sockets on both sides.
private func benchmarkRoundTrip(at endpoint: Endpoint) throws(ZeroMQError) {
    let rounds = 20_000
    let context = try Context()
    let here = try Socket(.pair, in: context, options: SocketOptions())
    let address = try here.bind(endpoint)
    Thread.detachNewThread {
        do throws(ZeroMQError) {
            var options = SocketOptions()
            options.linger = .seconds(10)
            let context = try Context()
            let there = try Socket(.pair, in: context, options: options)
            try there.connect(address)
            for _ in 0..<rounds { try there.send(there.receive()) }
        } catch { fatalError("\(error)") }
    }
    let bytes = [UInt8](repeating: 7, count: 64)
    let start = ContinuousClock.now
    for _ in 0..<rounds {
        try here.send(bytes)
        _ = try here.receive()
    }
    let microseconds = (ContinuousClock.now - start) / .microseconds(1)
    print("  64-byte round trip: \(fixed(microseconds / Double(rounds), 2)) µs")
}
