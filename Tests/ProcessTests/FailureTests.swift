import Foundation
import Testing

/// Long enough to be interrupted.
private let long = ["--steps", "100000"]

@Suite(.serialized, .timeLimit(.minutes(5))) struct FailureTests {
    /// A run of three workers that has made its first step.
    private func running(_ stage: Stage, _ more: [String] = []) throws -> (RunningProgram, [RunningProgram]) {
        let coordinator = try stage.coordinator(nodes: 3, long + more)
        let workers = try stage.workers(3)
        #expect(coordinator.prints("1/100000 loss"), "\(coordinator.text)")
        return (coordinator, workers)
    }

    private func expectGone(_ workers: [RunningProgram], within seconds: Double = 3) {
        for worker in workers { #expect(worker.end(within: seconds) != nil, "\(worker.text)") }
    }

    @Test("a worker killed in a step is named within three seconds, with its rank and step; nobody stays behind")
    func killedWorker() throws {
        let stage = try Stage()
        let (coordinator, workers) = try running(stage)
        workers[1].send(SIGKILL)
        #expect(coordinator.end(within: 3) == 1)
        let process = "process \(workers[1].process.processIdentifier)"
        #expect(coordinator.text.contains(process) && coordinator.text.contains("connection closed"))
        #expect(coordinator.text.contains("error: rank ") && coordinator.text.contains(", step "))
        expectGone(workers)
        // What was booked is written.
        #expect(try stage.file("result.json").contains("\"status\": \"stopped\""))
    }

    @Test("a worker that falls silent is named after the limit")
    func silentWorker() throws {
        let stage = try Stage()
        let (coordinator, workers) = try running(stage, ["--silence-limit", "3"])
        workers[0].send(SIGSTOP)
        #expect(coordinator.end(within: 15) == 1)
        #expect(coordinator.text.contains("silent for 3 s"), "\(coordinator.text)")
        workers[0].send(SIGCONT)
        expectGone(workers)
    }

    @Test("workers leave by themselves when their coordinator is killed, spawned or not", arguments: [true, false])
    func killedCoordinator(isSpawned: Bool) throws {
        let stage = try Stage()
        let coordinator: RunningProgram
        var workers: [RunningProgram] = []
        if isSpawned {
            coordinator = try stage.coordinator(nodes: 3, long + ["--spawn"])
            #expect(coordinator.prints("1/100000 loss"))
            #expect(stage.liveWorkers == 3)
        } else {
            (coordinator, workers) = try running(stage)
        }
        coordinator.send(SIGKILL)
        expectGone(workers)
        #expect(wait(3, until: { stage.liveWorkers == 0 }))
    }

    @Test("an interrupt at either side ends the run within two seconds", arguments: [true, false])
    func interrupt(isCoordinator: Bool) throws {
        let stage = try Stage()
        let (coordinator, workers) = try running(stage)
        (isCoordinator ? coordinator : workers[2]).send(SIGINT)
        #expect(coordinator.end(within: 2) == (isCoordinator ? 130 : 1), "\(coordinator.text)")
        expectGone(workers, within: 2)
        if !isCoordinator { #expect(workers[2].end(within: 1) == 130) }
    }

    @Test("one worker too many is told so, and the run completes without it")
    func surplus() throws {
        let stage = try Stage()
        let (coordinator, workers) = try running(stage)
        let extra = try stage.worker()
        #expect(extra.end(within: 5) == 3)
        #expect(extra.text.contains("has its 3 workers"), "\(extra.text)")
        #expect(coordinator.process.isRunning)
        coordinator.send(SIGINT)
        #expect(coordinator.end(within: 2) == 130)
        expectGone(workers)
    }

    @Test("too few workers end in one message that says what to do")
    func tooFew() throws {
        let stage = try Stage()
        let coordinator = try stage.coordinator(nodes: 3, ["--wait-limit", "1"])
        let workers = try stage.workers(2)
        #expect(coordinator.end(within: 5) == 1)
        #expect(coordinator.text.contains("2 of 3 workers") && coordinator.text.contains("spawn-workers"))
        expectGone(workers)
        #expect(stage.runCount == 0)
    }

    @Test("a busy address is one clear error and leaves the run that holds it alone", arguments: [true, false])
    func busy(isTCP: Bool) throws {
        let stage = try Stage()
        let address =
            isTCP ? "tcp://127.0.0.1:\(try freePort())" : "ipc://\(stage.folder.path)/meet/here"
        let first = try stage.coordinator(nodes: 2, ["--listen", address])
        #expect(first.prints("waiting for 2 workers"), "\(first.text)")
        let second = try stage.coordinator(nodes: 2, ["--listen", address])
        #expect(second.end(within: 5) == 65)
        #expect(second.text.contains("error: ") && second.text.split(separator: "\n").count == 1, "\(second.text)")
        let workers = try stage.workers(2, ["--coordinator", address])
        #expect(first.end(within: 30) == 0, "\(first.text)")
        expectGone(workers)
    }

    @Test("a peer that talks garbage changes nothing")
    func garbage() throws {
        let stage = try Stage()
        let port = try freePort()
        let coordinator = try stage.coordinator(nodes: 2, ["--listen", "tcp://127.0.0.1:\(port)"])
        #expect(coordinator.prints("waiting for 2 workers"))
        for seed in 0..<20 { try talk(to: port, seed: UInt64(seed)) }
        let workers = try stage.workers(2, ["--coordinator", "tcp://127.0.0.1:\(port)"])
        for seed in 20..<40 { try talk(to: port, seed: UInt64(seed)) }
        #expect(coordinator.end(within: 30) == 0, "\(coordinator.text)")
        expectGone(workers)
    }

    /// Sends seeded bytes to a port and hangs up.
    private func talk(to port: UInt16, seed: UInt64) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        // The run may be over already.
        guard isConnected else { return }
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        // Half of them begin like ZMTP 1.0 and become messages.
        var bytes: [UInt8] = seed % 2 == 0 ? [0x01, 0x00, 0x21, 0x00] : []
        for _ in 0..<200 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes.append(UInt8(truncatingIfNeeded: state >> 33))
        }
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
