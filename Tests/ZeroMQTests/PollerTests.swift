import Foundation
import Glibc
import Testing
import ZeroMQ

@Suite struct PollerTests {
    @Test("it finds what is ready among sockets and file descriptors, and nothing else")
    func readiness() throws {
        let context = try Context()
        let receiver = try Socket(.pull, in: context, options: testOptions())
        let quiet = try Socket(.pull, in: context, options: testOptions())
        let sender = try Socket(.push, in: context, options: testOptions())
        try sender.connect(receiver.bind(.inproc(name: "poller")))
        var pipeEnds: [Int32] = [0, 0]
        #expect(pipe(&pipeEnds) == 0)
        defer { for end in pipeEnds { close(end) } }

        var poller = Poller()
        let first = poller.add(receiver)
        let second = poller.add(quiet)
        let third = poller.add(fileDescriptor: pipeEnds[0])
        let fourth = poller.add(sender, for: .writable)
        #expect(try poller.wait(for: .zero) == 1)
        #expect(poller.readiness(of: fourth) == .writable)
        poller.setInterest([], of: fourth)
        #expect(try poller.wait(for: .zero) == 0)

        try sender.send([1])
        #expect(try poller.wait(for: .seconds(5)) == 1)
        #expect(poller.readiness(of: first) == .readable)
        #expect(poller.readiness(of: second) == [])
        var byte: UInt8 = 1
        #expect(write(pipeEnds[1], &byte, 1) == 1)
        #expect(try poller.wait(for: .seconds(5)) == 2)
        #expect(poller.readiness(of: third) == .readable)

        poller.remove(first)
        #expect(try poller.wait(for: .zero) == 1)
        #expect(poller.add(receiver) == first, "a removed place is used again")
        #expect(try poller.wait(for: .zero) == 2)
    }

    @Test("the end of a pipe is found without having been asked for")
    func hangUp() throws {
        var pipeEnds: [Int32] = [0, 0]
        #expect(pipe(&pipeEnds) == 0)
        close(pipeEnds[1])
        var poller = Poller()
        let token = poller.add(fileDescriptor: pipeEnds[0])
        #expect(try poller.wait(for: .seconds(5)) == 1)
        #expect(poller.readiness(of: token).contains(.failed))
        close(pipeEnds[0])
    }

    @Test("another thread's signals wake the owner, and several may be one")
    func wakeup() throws {
        let wakeup = try Wakeup()
        var poller = Poller()
        let token = poller.add(wakeup)
        #expect(try poller.wait(for: .zero) == 0)
        #expect(!wakeup.drain())
        let thread = Thread {
            wakeup.signal()
            wakeup.signal()
        }
        thread.start()
        #expect(try poller.wait(for: .seconds(5)) == 1)
        #expect(poller.readiness(of: token) == .readable)
        while !thread.isFinished { sched_yield() }
        #expect(wakeup.drain())
        #expect(!wakeup.drain())
        #expect(try poller.wait(for: .zero) == 0)
    }

    @Test("a wait ends no earlier than its time, also when signals interrupt it")
    func interrupted() throws {
        signal(SIGUSR2) { _ in }
        let target = pthread_self()
        let thread = Thread {
            for _ in 0..<5 {
                usleep(5_000)
                pthread_kill(target, SIGUSR2)
            }
        }
        let wakeup = try Wakeup()
        var poller = Poller()
        _ = poller.add(wakeup)
        let start = ContinuousClock.now
        thread.start()
        #expect(try poller.wait(for: .milliseconds(60)) == 0)
        #expect(ContinuousClock.now - start >= .milliseconds(60))
        while !thread.isFinished { sched_yield() }
    }
}
