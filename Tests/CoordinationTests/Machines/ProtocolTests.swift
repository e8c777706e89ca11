import Accounting
import Coordination
import Emulation
import Foundation
import SwiftProtobuf
import TestSupport
import Testing
import Units

@Suite struct ProtocolTests {
    @Test("an account survives its journey")
    func account() throws {
        var fixture = Fixture(nodes: 2, accelerators: 8)
        fixture.jitter = quantity("2 %")
        var account = RunAccount(job: EmulatedJob(cluster: fixture.cluster))
        let due = account.account(account.price(.training).actual[1])
        #expect(Ringwatt_Control_Account(due).account(rank: 1) == due)
    }

    @Test("bytes that are no control message, or of another version, are rejected and never trap")
    func garbage() throws {
        var hello = Ringwatt_Control_Hello()
        hello.host = "here"
        let bytes = ControlMessage(run: 5, generation: 2, body: .hello(hello)).encoded
        #expect(try ControlMessage(decoding: bytes).run == 5)
        var state: UInt64 = 1
        for _ in 0..<2000 {
            state = SplitHash.mix(state)
            var damaged = bytes
            damaged[Int(state % UInt64(bytes.count))] ^= UInt8(truncatingIfNeeded: state >> 32) | 1
            damaged.removeLast(Int(state >> 40) % bytes.count)
            _ = try? ControlMessage(decoding: damaged)
            let noise = (0..<40).map { UInt8(truncatingIfNeeded: SplitHash.bits(state, UInt64($0))) }
            _ = try? ControlMessage(decoding: noise)
        }
        var envelope = Ringwatt_Control_Envelope()
        envelope.protocolVersion = 99
        let other: [UInt8] = try envelope.serializedBytes()
        #expect(throws: ControlMessage.Rejection.wrongVersion(99)) { try ControlMessage(decoding: other) }
    }
}

@Suite struct WorkerMachineTests {
    private func message(_ body: ControlBody, run: UInt64 = 7, generation: UInt32 = 1) -> WorkerMachine<[Float]>.Event {
        .control(ControlMessage(run: run, generation: generation, body: body))
    }

    private func exit(_ actions: [WorkerMachine<[Float]>.Action]) -> WorkerExit? {
        for case .exit(let reason) in actions { return reason }
        return nil
    }

    @Test("a worker greets until it is answered, and leaves for each reason with its own word")
    func leaving() {
        let endings: [(WorkerMachine<[Float]>.Event, WorkerExit)] = [
            (.coordinatorLost, .coordinatorLost), (.interrupted("SIGINT"), .interrupted),
            (.failed("the disk is full"), .failed("the disk is full")),
        ]
        for (event, reason) in endings {
            var machine = WorkerMachine<[Float]>(hello: Ringwatt_Control_Hello())
            #expect(machine.handle(.tick, now: .zero).count == 1)
            #expect(machine.handle(.tick, now: .milliseconds(100)).isEmpty)
            #expect(machine.handle(.tick, now: .milliseconds(600)).count == 1)
            #expect(exit(machine.handle(event, now: .seconds(1))) == reason)
            #expect(machine.handle(.tick, now: .seconds(9)).isEmpty)
        }
        var refused = Ringwatt_Control_Refused()
        refused.reason = "full"
        var machine = WorkerMachine<[Float]>(hello: Ringwatt_Control_Hello())
        #expect(exit(machine.handle(message(.refused(refused)), now: .zero)) == .refused("full"))
    }

    @Test("a welcome that cannot be used ends the worker with what is wrong")
    func welcome() {
        var welcome = Ringwatt_Control_Welcome()
        welcome.clusterFilePath = "x.yaml"
        welcome.clusterFile = "nodes: 3"
        var machine = WorkerMachine<[Float]>(hello: Ringwatt_Control_Hello())
        guard case .failed(let reason)? = exit(machine.handle(message(.welcome(welcome)), now: .zero)) else {
            Issue.record("the worker went on")
            return
        }
        #expect(reason.contains("welcome") && reason.contains("x.yaml"))
    }

    @Test("what comes out of turn is ignored: a step before the replica, a commit without an acknowledgement")
    func outOfTurn() {
        var machine = WorkerMachine<[Float]>(hello: Ringwatt_Control_Hello())
        for body: ControlBody in [
            .begin(Ringwatt_Control_Begin()), .commit(Ringwatt_Control_Commit()),
            .evaluate(Ringwatt_Control_Evaluate()),
            .finish(Ringwatt_Control_Finish()), .goodbye(Ringwatt_Control_Goodbye()), .data(Ringwatt_Control_Data()),
        ] { #expect(machine.handle(message(body), now: .zero).isEmpty) }
        #expect(machine.handle(.bucketReady(step: 1, bucket: 0), now: .zero).isEmpty)
        #expect(machine.handle(.summarized(step: 1, .digest([])), now: .zero).isEmpty)
    }
}
