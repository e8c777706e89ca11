import Coordination
import Testing

@Suite struct WorkerStepTests {
    /// Two workers that have computed and reduced their first step.
    private func reduced() throws -> Pair {
        var pair = try Pair()
        for rank in 0..<2 {
            pair.workers[rank].begin(1)
            pair.workers[rank].compute(1)
        }
        pair.exchange()
        return pair
    }

    @Test("a step is acknowledged once it is computed, reduced and digested, and applied once it is committed")
    func twoPhases() throws {
        var pair = try Pair()
        pair.workers[0].begin(1)
        pair.workers[1].begin(1)
        #expect(pair.workers[0].computing == [1])
        pair.workers[0].compute(1)
        #expect(pair.workers[0].digesting.isEmpty)
        pair.workers[1].compute(1)
        pair.exchange()
        for rank in 0..<2 {
            #expect(pair.workers[rank].digesting == [1] && pair.workers[rank].acknowledgements.isEmpty)
            pair.workers[rank].commit(1)
            #expect(pair.workers[rank].applied.isEmpty)
            pair.workers[rank].tell(.summarized(step: 1, .digest([9])))
            let acknowledgement = try #require(pair.workers[rank].acknowledgements.first)
            #expect(
                acknowledgement.step == 1 && acknowledgement.lossSums == [8] && [UInt8](acknowledgement.gradient) == [9]
            )
            #expect(pair.workers[rank].applied.isEmpty)
            pair.workers[rank].commit(2)
            #expect(pair.workers[rank].applied.isEmpty)
            pair.workers[rank].commit(1)
            pair.workers[rank].commit(1)
            #expect(pair.workers[rank].applied == [1])
        }
        let (a, b) = (pair.workers[0].acknowledgements[0], pair.workers[1].acknowledgements[0])
        #expect(
            a.traffic.payloadSent == b.traffic.payloadReceived && b.traffic.payloadSent == a.traffic.payloadReceived)
        #expect(a.traffic.payloadSent + b.traffic.payloadSent == UInt64(2 * LoneWorker.parameters * 4))
        #expect(a.account.entries.count > 0)
    }

    @Test("frames of the step that a peer has already begun wait for it; older and later ones are dropped and counted")
    func earlyFrames() throws {
        var pair = try reduced()
        for rank in 0..<2 { pair.workers[rank].tell(.summarized(step: 1, .digest([9]))) }
        let old = try #require(pair.workers[0].frames.first)
        // Rank 0 is told first, and is a step ahead.
        pair.workers[0].commit(1)
        pair.workers[0].begin(2)
        pair.workers[0].compute(2)
        pair.exchange()
        #expect(pair.workers[1].machine.rejectedFrames.isEmpty)
        pair.workers[1].take(old)
        var later = old
        later.step = 3
        pair.workers[1].take(later)
        #expect(pair.workers[1].machine.rejectedFrames == ["duplicate": 1, "notExpected": 1])
        pair.workers[1].commit(1)
        pair.workers[1].begin(2)
        pair.workers[1].compute(2)
        pair.exchange()
        for rank in 0..<2 { #expect(pair.workers[rank].digesting == [1, 2]) }
    }

    @Test("a frame that comes twice, or with other elements, is dropped and counted, and combined once")
    func duplicates() throws {
        var once = try reduced()
        let combined = once.workers[1].combined.count
        let last = try #require(once.workers[0].frames.last)
        once.workers[1].take(last)
        var wrong = last
        wrong.elements = 0..<1
        once.workers[1].take(wrong)
        #expect(once.workers[1].combined.count == combined)
        #expect(once.workers[1].machine.rejectedFrames == ["duplicate": 2])
    }

    @Test("a stamp that differs from the price ends the worker with the bucket's name; an impossible one is dropped")
    func stamps() throws {
        var pair = try Pair()
        for rank in 0..<2 {
            pair.workers[rank].begin(1)
            pair.workers[rank].compute(1)
        }
        var frame = try #require(pair.workers[0].frames.first)
        let stamps = frame.stamps
        frame.stamps = stamps.map { _ in .max }
        pair.workers[1].take(frame)
        #expect(pair.workers[1].machine.rejectedFrames == ["wrongStamps": 1] && pair.workers[1].exit == nil)
        frame.stamps = stamps.map { $0 + (1 << 80) }
        pair.workers[1].take(frame)
        pair.exchange()
        guard case .failed(let reason)? = pair.workers[1].exit else {
            Issue.record("the worker took a wrong clock for right")
            return
        }
        #expect(reason.contains("step 1") && reason.contains("emulated collective 0") && reason.contains("differ from"))
        guard case .failed? = pair.workers[1].said.last else {
            Issue.record("the coordinator was not told")
            return
        }
    }

    @Test("a checkpoint out of turn is written by rank 0 and booked by all, after the last step and once")
    func checkpoint() throws {
        var pair = try reduced()
        var request = Ringwatt_Control_Checkpoint()
        request.step = 1
        for rank in 0..<2 {
            // Not in the middle of a step.
            pair.workers[rank].hear(.checkpoint(request))
            pair.workers[rank].tell(.summarized(step: 1, .digest([9])))
            pair.workers[rank].commit(1)
            var other = request
            other.step = 2
            pair.workers[rank].hear(.checkpoint(other))
            #expect(pair.workers[rank].checkpoints.isEmpty && pair.workers[rank].written.isEmpty)
            pair.workers[rank].hear(.checkpoint(request))
        }
        #expect(pair.workers[0].checkpoints == [1] && pair.workers[0].written.isEmpty)
        pair.workers[0].tell(.checkpointed(step: 2))
        #expect(pair.workers[0].written.isEmpty)
        for _ in 0..<2 { pair.workers[0].tell(.checkpointed(step: 1)) }
        #expect(pair.workers[1].checkpoints.isEmpty)
        for rank in 0..<2 { #expect(pair.workers[rank].written.map(\.step) == [1]) }
        // Rank 1 does nothing meanwhile: its time comes with the end of the job.
        #expect(pair.workers[0].written[0].account.entries.count > 0)
        #expect(pair.workers[1].written[0].account.entries.isEmpty)
    }

    @Test("messages of another run or generation change nothing")
    func foreign() throws {
        var worker = try LoneWorker.ready(rank: 0)
        worker.begin(1, run: 99)
        worker.hear(.abort(Ringwatt_Control_Abort()), generation: 2)
        worker.hear(.goodbye(Ringwatt_Control_Goodbye()))
        #expect(worker.computing.isEmpty && worker.exit == nil)
        worker.begin(1)
        worker.begin(1)
        #expect(worker.computing == [1])
        worker.hear(.abort(Ringwatt_Control_Abort()))
        #expect(worker.exit == .aborted(""))
    }

    @Test("data is taken in order, piece by piece; a replica is built once, when all of it is there")
    func data() throws {
        var worker = try LoneWorker()
        let bodies = LoneWorker.welcome(rank: 0, plan: worker.plan)
        #expect(bodies.count == 3)
        worker.hear(bodies[0])
        worker.hear(bodies[0])
        worker.hear(bodies[1])
        worker.hear(bodies[1])
        #expect(!worker.isBuilt)
        worker.hear(bodies[2])
        #expect(worker.isBuilt && worker.said.isEmpty)
        worker.tell(.built(weights: [1], parameters: LoneWorker.parameters))
        guard case .ready(let ready)? = worker.said.last else {
            Issue.record("a built replica was not reported")
            return
        }
        #expect([UInt8](ready.weights) == [1])
    }

    @Test("a coordinator that is silent beyond the limit is given up; its signs of life keep the worker")
    func silence() throws {
        var worker = try LoneWorker.ready(rank: 0)
        for second in stride(from: 0, through: 100, by: 10) {
            worker.now = .seconds(second)
            worker.hear(.heartbeat(Ringwatt_Control_Heartbeat()))
            worker.tell(.tick)
        }
        #expect(worker.exit == nil)
        worker.now = .seconds(131)
        worker.tell(.tick)
        #expect(worker.exit == .coordinatorSilent(seconds: 30))
    }

    @Test("progress grows with what happens, not with the passing of time or the coordinator's heartbeats")
    func progress() throws {
        var worker = try LoneWorker.ready(rank: 0)
        func progress() -> UInt64? {
            for case .heartbeat(let heartbeat) in worker.said.reversed() { return heartbeat.progress }
            return nil
        }
        worker.tell(.tick)
        let first = try #require(progress())
        for second in 1...5 {
            worker.now = .seconds(second)
            worker.hear(.heartbeat(Ringwatt_Control_Heartbeat()))
            worker.tell(.tick)
        }
        #expect(progress() == first)
        worker.begin(1)
        worker.now = .seconds(6)
        worker.tell(.tick)
        #expect(progress() == first + 1)
    }
}
