package import Coordination
internal import Dispatch
internal import Foundation
internal import Glibc
package import TensorKernels
package import ZeroMQ

/// How a worker is set up.
package struct WorkerSettings: Sendable {
    package var coordinator: Endpoint
    /// Where to receive gradients; `nil` for a socket that goes with the coordinator's: ipc beside ipc, loopback tcp
    /// beside tcp.
    package var dataEndpoint: Endpoint?
    /// End when this process is no longer the parent.
    package var parentProcess: Int32?
    package var softwareVersion: String

    package init(coordinator: Endpoint, softwareVersion: String) {
        self.coordinator = coordinator
        self.softwareVersion = softwareVersion
    }
}

/// The shell of `WorkerMachine` in a process: one thread owns all sockets, another computes.
package final class WorkerProcess {
    private let settings: WorkerSettings
    private let kernels: Kernels
    private let mailbox: Mailbox<WorkerMachine<ReceivedPayload>.Event>
    private let compute: ComputeThread
    private var machine: WorkerMachine<ReceivedPayload>
    private var drops = DropCounter()
    private var isWelcomed = false

    package init(settings: WorkerSettings, kernels: Kernels) throws {
        self.settings = settings
        self.kernels = kernels
        mailbox = try Mailbox()
        compute = ComputeThread(kernels: kernels, mailbox: mailbox)
        machine = WorkerMachine(hello: Ringwatt_Control_Hello())
    }

    /// Leaves word that the user, or the surroundings, want this worker to stop; from any thread.
    package var interrupt: @Sendable (String) -> Void {
        let mailbox = mailbox
        return { mailbox.post(.interrupted($0)) }
    }

    /// Plays the worker's part to its end, on this thread.
    package func run() throws -> WorkerExit {
        let folder = try PrivateFolder(named: "worker-\(getpid())")
        let context = try Context()
        let wanted = try settings.dataEndpoint ?? defaultDataEndpoint(in: folder.path)
        let data = try Socket(.pull, in: context, options: SocketSettings.gradients)
        let dataEndpoint = try data.bind(wanted)
        let control = try Socket(.dealer, in: context, options: SocketSettings.worker)
        let monitor = try Monitor(of: control, in: context)
        try control.connect(settings.coordinator)

        var hello = Ringwatt_Control_Hello()
        hello.softwareVersion = settings.softwareVersion
        hello.numericClass = kernels.numericClass
        hello.kernels = kernels.name
        hello.host = ProcessInfo.processInfo.hostName
        hello.process = UInt32(getpid())
        hello.dataEndpoint = dataEndpoint.description
        machine = WorkerMachine(hello: hello)
        compute.scratchFolder = folder.path

        var peers = PeerLinks()
        var poller = Poller()
        let controlToken = poller.add(control)
        let dataToken = poller.add(data)
        let monitorToken = poller.add(monitor)
        let mailboxToken = poller.add(mailbox.wakeup)
        var parts = MessageParts(capacity: GradientFrameLayout.partCount)
        var stamps: [Int128] = []
        let clock = ContinuousClock()
        let start = clock.now
        var nextTick = Duration.zero
        while true {
            let now = clock.now - start
            var events: [WorkerMachine<ReceivedPayload>.Event] = []
            if now >= nextTick {
                nextTick = now + .milliseconds(200)
                if let parent = settings.parentProcess, getppid() != parent {
                    events.append(.interrupted("its parent process \(parent) is gone"))
                }
                events.append(.tick)
            } else {
                try poller.wait(for: nextTick - now)
                if !poller.readiness(of: mailboxToken).isEmpty { events += mailbox.takeAll() }
                if !poller.readiness(of: controlToken).isEmpty { events += try messages(of: control) }
                if !poller.readiness(of: monitorToken).isEmpty, try hasLostCoordinator(monitor) {
                    // Its last words may have come since the poll.
                    events += try messages(of: control) + [.coordinatorLost]
                }
            }
            for event in events {
                if let exit = try handle(event, now: now, control: control, context: context, peers: &peers) {
                    return exit
                }
            }
            // Gradients last and one at a time: what they lead to is sent before the next one is looked at.
            guard !poller.readiness(of: dataToken).isEmpty else { continue }
            while try data.tryReceive(into: &parts) {
                guard let event = decode(&parts, stamps: &stamps) else { continue }
                if let exit = try handle(event, now: now, control: control, context: context, peers: &peers) {
                    return exit
                }
            }
        }
    }

    private func messages(of control: borrowing Socket) throws -> [WorkerMachine<ReceivedPayload>.Event] {
        var events: [WorkerMachine<ReceivedPayload>.Event] = []
        while let message = try control.tryReceive() {
            if let decoded = message.withUnsafeBytes({ try? ControlMessage(decoding: Array($0)) }) {
                events.append(.control(decoded))
            }
        }
        return events
    }

    private func hasLostCoordinator(_ monitor: borrowing Monitor) throws -> Bool {
        var isLost = false
        while let event = try monitor.next() {
            if case .disconnected = event.kind, isWelcomed { isLost = true }
        }
        return isLost
    }

    private func defaultDataEndpoint(in folder: String) throws -> Endpoint {
        if case .ipc = settings.coordinator { return try Endpoint("ipc://\(folder)/gradients") }
        return try Endpoint("tcp://127.0.0.1:*")
    }

    /// The event of a received frame; `nil` if it was dropped, which is counted.
    private func decode(
        _ parts: inout MessageParts, stamps: inout [Int128]
    ) -> WorkerMachine<ReceivedPayload>.Event? {
        guard let expectation = machine.expectation, parts.count == GradientFrameLayout.partCount, parts.excess == 0
        else {
            drops.count(.wrongPartCount)
            return nil
        }
        var decoder = GradientFrameDecoder(expecting: expectation)
        do {
            let frame = try parts.withUnsafeBytes(of: 0) { header throws(FrameRejection) in
                try parts.withUnsafeBytes(of: 1) { stampBytes throws(FrameRejection) in
                    try parts.withUnsafeBytes(of: 2) { payload throws(FrameRejection) in
                        try decoder.decode(header: header, stamps: stampBytes, payload: payload, stampsInto: &stamps)
                    }
                }
            }
            return .frame(frame, stamps: stamps, ReceivedPayload(parts.take(2)))
        } catch {
            drops.count(error)
            return nil
        }
    }

    private func handle(
        _ event: WorkerMachine<ReceivedPayload>.Event, now: Duration, control: borrowing Socket,
        context: borrowing Context, peers: inout PeerLinks
    ) throws -> WorkerExit? {
        if case .control(let message) = event, case .welcome = message.body { isWelcomed = true }
        for action in machine.handle(event, now: now) {
            switch action {
            case .send(let message):
                // Without a connection nothing is sent; that it is gone is learnt from the monitor.
                var bytes = Message(copying: message.encoded)
                _ = try control.trySend(&bytes)
            case .connect(let endpoints): peers.endpoints = endpoints
            case .sendFrame(let step, let message):
                guard let buffer = compute.buffer(of: message.content), let expectation = machine.expectation else {
                    break
                }
                do {
                    try peers.send(
                        message, step: step, buffer: buffer, expectation: expectation, context: context)
                } catch {
                    mailbox.post(.failed("\(error)"))
                }
            case .combine(let content, let elements, let combine, let payload):
                if let buffer = compute.buffer(of: content) {
                    payload.combine(combine, into: FloatSlice(buffer, elements), kernels: kernels)
                }
            case .collectFinalWords: compute.collectFinalWords(drops: drops)
            case .exit(let reason): return reason
            case .build, .evaluate, .compute, .summarizeGradient, .apply, .writeCheckpoint: compute.perform(action)
            }
        }
        return nil
    }
}
