package import Coordination
internal import Foundation
package import ZeroMQ

/// The shell of `CoordinatorMachine` in a process: one thread owns the socket that all workers connect to.
package final class CoordinatorProcess {
    /// What other threads may tell the coordinator.
    package enum Word: Sendable {
        case interrupt
        /// A worker process that was started here has ended, and how.
        case childExited(process: UInt32, String)
    }

    private let mailbox: Mailbox<Word>

    package init() throws { mailbox = try Mailbox() }

    /// Leaves word; from any thread.
    package var tell: @Sendable (Word) -> Void {
        let mailbox = mailbox
        return { mailbox.post($0) }
    }

    /// Leads a run to its end, on this thread.
    ///
    /// - Parameters:
    ///   - endpoint: where the workers connect; a port left open is taken from the system.
    ///   - onListening: called once with the real endpoint.
    ///   - observe: called with every action of the machine but the sending of messages.
    /// - Returns: what the run has come to, and how it ended.
    package func run(
        plan: RunPlan, endpoint: Endpoint, onListening: (Endpoint) throws -> Void,
        observe: (CoordinatorMachine.Action, RunRecord) -> Void
    ) throws -> (record: RunRecord, outcome: RunOutcome) {
        var claim = IPCClaim()
        try claim.take(endpoint)
        let context = try Context()
        let router = try Socket(.router, in: context, options: SocketSettings.coordinator)
        let monitor = try Monitor(of: router, in: context)
        try onListening(try router.bind(endpoint))

        var machine = CoordinatorMachine(plan: plan)
        var connections = Connections()
        var poller = Poller()
        let routerToken = poller.add(router)
        let monitorToken = poller.add(monitor)
        let mailboxToken = poller.add(mailbox.wakeup)
        var parts = MessageParts(capacity: 2)
        let clock = ContinuousClock()
        let start = clock.now
        var nextTick = Duration.zero
        while true {
            let now = clock.now - start
            var events: [CoordinatorMachine.Event] = []
            if now >= nextTick {
                nextTick = now + .milliseconds(200)
                events.append(.tick)
            } else {
                try poller.wait(for: nextTick - now)
                if !poller.readiness(of: mailboxToken).isEmpty {
                    for word in mailbox.takeAll() {
                        switch word {
                        case .interrupt: events.append(.interrupted)
                        case .childExited(let process, let how): events.append(.childExited(process: process, how))
                        }
                    }
                }
                // Ends of connections before messages: a descriptor that a new worker comes with may have been one
                // that another has just lost.
                if !poller.readiness(of: monitorToken).isEmpty { events += try connections.ended(monitor) }
                if !poller.readiness(of: routerToken).isEmpty {
                    while try router.tryReceive(into: &parts) {
                        guard parts.count == 2, parts.excess == 0 else { continue }
                        let worker = WorkerID(parts.bytes(at: 0))
                        let body = parts.take(1)
                        guard let message = body.withUnsafeBytes({ try? ControlMessage(decoding: Array($0)) }) else {
                            continue
                        }
                        if case .hello = message.body, let descriptor = body.sourceFileDescriptor {
                            events += try connections.ended(monitor)
                            connections.note(worker, descriptor: descriptor)
                        }
                        events.append(.message(from: worker, message))
                    }
                }
            }
            for event in events {
                for action in machine.handle(event, now: now) {
                    switch action {
                    case .send(let worker, let message): try send(message, to: worker, on: router, parts: &parts)
                    case .end(let outcome):
                        observe(action, machine.record)
                        try connections.awaitEnds(monitor, router: router, poller: &poller, parts: &parts)
                        return (machine.record, outcome)
                    case .gathered, .note, .evaluated, .committed: observe(action, machine.record)
                    }
                }
            }
        }
    }

    /// Sends if the worker is still there; that it is gone is learnt from its connection.
    private func send(
        _ message: ControlMessage, to worker: WorkerID, on router: borrowing Socket, parts: inout MessageParts
    ) throws {
        parts.removeAll()
        parts.append(Message(copying: worker.value))
        parts.append(Message(copying: message.encoded))
        do {
            _ = try router.trySend(&parts)
        } catch  where error.isUnroutable {
            return
        }
    }
}

/// Which worker came through which connection.
private struct Connections {
    private var workers: [Int32: WorkerID] = [:]

    mutating func note(_ worker: WorkerID, descriptor: Int32) { workers[descriptor] = worker }

    /// Gives the workers a second to take the last message and leave: a socket that is closed with messages unread can
    /// take with it what it has just sent.
    mutating func awaitEnds(
        _ monitor: borrowing Monitor, router: borrowing Socket, poller: inout Poller, parts: inout MessageParts
    ) throws {
        let deadline = ContinuousClock.now + .seconds(1)
        while !workers.isEmpty, ContinuousClock.now < deadline {
            try poller.wait(for: .milliseconds(20))
            while try router.tryReceive(into: &parts) { parts.removeAll() }
            _ = try ended(monitor)
        }
    }

    /// The workers whose connections have ended since.
    mutating func ended(_ monitor: borrowing Monitor) throws -> [CoordinatorMachine.Event] {
        var events: [CoordinatorMachine.Event] = []
        while let event = try monitor.next() {
            if case .disconnected(let descriptor) = event.kind, let worker = workers.removeValue(forKey: descriptor) {
                events.append(.disconnected(worker))
            }
        }
        return events
    }
}

/// The claim to an ipc path for as long as the socket is bound; nothing for other endpoints.
private struct IPCClaim: ~Copyable {
    private var path: IPCPath?

    mutating func take(_ endpoint: Endpoint) throws {
        if case .ipc(let path) = endpoint { self.path = try IPCPath(claiming: path) }
    }
}
