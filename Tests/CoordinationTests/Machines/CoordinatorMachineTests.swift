import Accounting
import Coordination
import Emulation
import Foundation
import TestSupport
import Testing
import Units

/// A coordinator driven by hand, with the answers that faithful workers would give.
private struct Led {
    var machine: CoordinatorMachine
    let plan: RunPlan
    var now: Duration = .zero
    /// A twin of the account, to answer with.
    var twin: RunAccount
    var sent: [(to: WorkerID, body: ControlBody)] = []
    var outcome: RunOutcome?
    var committed = 0
    var notes: [String] = []

    init(
        nodes: Int = 2, steps: Int = 2, silenceLimit: Double = 30, waitLimit: Double = 60, budget: Budget? = nil
    ) throws {
        var plan = try TinyRun.plan(nodes: nodes, steps: steps, silenceLimit: silenceLimit, waitLimit: waitLimit)
        plan.budget = budget
        self.plan = plan
        machine = CoordinatorMachine(plan: plan)
        twin = RunAccount(job: EmulatedJob(cluster: plan.cluster))
    }

    static func id(_ rank: Int) -> WorkerID { WorkerID([UInt8(rank)]) }

    mutating func tell(_ event: CoordinatorMachine.Event) {
        for action in machine.handle(event, now: now) {
            switch action {
            case .send(let worker, let message): sent.append((worker, message.body))
            case .end(let outcome): self.outcome = outcome
            case .committed: committed += 1
            case .note(let text): notes.append(text)
            case .gathered, .evaluated: break
            }
        }
    }

    mutating func say(_ rank: Int, _ body: ControlBody, run: UInt64? = nil, generation: UInt32? = nil) {
        tell(
            .message(
                from: Self.id(rank),
                ControlMessage(run: run ?? plan.run, generation: generation ?? plan.generation, body: body)))
    }

    mutating func hello(_ rank: Int, version: String = SoftwareVersion.current, numericClass: String = "fma") {
        var hello = Ringwatt_Control_Hello()
        hello.softwareVersion = version
        hello.numericClass = numericClass
        hello.host = "here"
        hello.process = UInt32(100 + rank)
        hello.dataEndpoint = "inproc://\(rank)"
        say(rank, .hello(hello), run: 0, generation: 0)
    }

    /// Brings the run to the point at which step 1 is under way.
    mutating func toFirstStep() {
        for rank in 0..<plan.worldSize { hello(rank) }
        for rank in 0..<plan.worldSize {
            var ready = Ringwatt_Control_Ready()
            ready.weights = Data([1])
            say(rank, .ready(ready))
        }
        let priced = twin.price(.evaluation)
        for rank in 0..<plan.worldSize {
            var evaluated = Ringwatt_Control_Evaluated()
            evaluated.lossSums = [10]
            evaluated.tokens = 4
            evaluated.weights = Data([1])
            evaluated.account = Ringwatt_Control_Account(twin.account(priced.actual[rank]))
            say(rank, .evaluated(evaluated))
        }
    }

    /// What faithful ranks acknowledge of the next step.
    mutating func acknowledgements(step: Int) -> [Ringwatt_Control_Acknowledged] {
        let priced = twin.price(.training)
        return (0..<plan.worldSize).map { rank in
            var message = Ringwatt_Control_Acknowledged()
            message.step = UInt32(step)
            message.weights = Data([2])
            message.gradient = Data([3])
            message.lossSums = [8]
            message.tokens = 4
            message.account = Ringwatt_Control_Account(twin.account(priced.actual[rank]))
            let end = priced.actual[rank].end.attoseconds
            message.clockHigh = UInt64(truncatingIfNeeded: end >> 64)
            message.clockLow = UInt64(truncatingIfNeeded: end)
            return message
        }
    }

    var failure: RunFailure? {
        if case .failed(let failure)? = outcome { return failure }
        return nil
    }

    func count(_ matches: (ControlBody) -> Bool) -> Int { sent.filter { matches($0.body) }.count }

    var commits: Int {
        count { if case .commit = $0 { return true } else { return false } }
    }
}

@Suite struct CoordinatorMachineTests {
    @Test("nothing is committed before every rank has acknowledged the same gradient")
    func twoPhases() throws {
        var led = try Led()
        led.toFirstStep()
        let messages = led.acknowledgements(step: 1)
        led.say(0, .acknowledged(messages[0]))
        led.say(0, .acknowledged(messages[0]))
        #expect(led.commits == 0 && led.committed == 0)
        led.say(1, .acknowledged(messages[1]))
        #expect(led.commits == 2 && led.committed == 1 && led.outcome == nil)
    }

    @Test("messages of another run, generation, step or stranger are ignored")
    func foreign() throws {
        var led = try Led()
        led.toFirstStep()
        let messages = led.acknowledgements(step: 1)
        led.say(0, .acknowledged(messages[0]))
        led.say(1, .acknowledged(messages[1]), run: 99)
        led.say(1, .acknowledged(messages[1]), generation: 2)
        led.say(7, .acknowledged(messages[1]))
        var stale = messages[1]
        stale.step = 9
        led.say(1, .acknowledged(stale))
        #expect(led.commits == 0 && led.outcome == nil)
    }

    @Test("ranks that disagree end the run by name")
    func disagreement() throws {
        let changes: [(String, (inout Ringwatt_Control_Acknowledged) -> Void)] = [
            ("weights differ", { $0.weights = Data([9]) }),
            ("reduced gradient differs", { $0.gradient = Data([9]) }),
            ("not a finite number", { $0.lossSums = [.nan] }),
            ("virtual clock", { $0.clockLow += 1 }),
            ("does not add up", { $0.account.entries[3].energyNanojoules += 1 }),
            ("do not exist", { $0.account.entries[0].component = 77 }),
        ]
        for (words, change) in changes {
            var led = try Led()
            led.toFirstStep()
            var messages = led.acknowledgements(step: 1)
            change(&messages[1])
            led.say(0, .acknowledged(messages[0]))
            led.say(1, .acknowledged(messages[1]))
            let failure = try #require(led.failure, "\(words)")
            #expect(failure.description.contains(words), "\(failure)")
            #expect(failure.step == 1 && led.commits == 0)
            if words != "does not add up" { #expect(failure.rank == 1) }
        }
    }

    @Test("workers of another version or numeric class, and one too many, are refused with the reason")
    func refused() throws {
        var led = try Led()
        led.hello(0)
        led.hello(1, version: "9.9")
        led.hello(2, numericClass: "no-fma")
        led.hello(3)
        led.hello(4)
        let reasons = led.sent.compactMap { item -> String? in
            if case .refused(let refused) = item.body { return refused.reason } else { return nil }
        }
        #expect(reasons.count == 3)
        #expect(reasons[0].contains("9.9") && reasons[1].contains("no-fma") && reasons[2].contains("2 workers"))
        #expect(led.outcome == nil && led.notes.count == 3)
    }

    /// A run of two steps of which the budget allows one, at the point at which a checkpoint is asked for, and what
    /// faithful ranks answer.
    private func stopped() throws -> (led: Led, answers: [Ringwatt_Control_Checkpointed]) {
        let least = RunAccount.leastTotal(job: try Led().twin.job, plannedSteps: 2)
        var led = try Led(budget: Budget(emissions: CarbonMass(count: Int64(least.emissions))))
        led.toFirstStep()
        for (rank, message) in led.acknowledgements(step: 1).enumerated() { led.say(rank, .acknowledged(message)) }
        let priced = led.twin.price(.checkpoint)
        return (
            led,
            (0..<2).map { rank in
                var message = Ringwatt_Control_Checkpointed()
                message.step = 1
                message.account = Ringwatt_Control_Account(led.twin.account(priced.actual[rank]))
                return message
            }
        )
    }

    @Test("beyond the budget no step is begun: a checkpoint is asked for, then an evaluation, and it says why it ended")
    func budget() throws {
        var (led, answers) = try stopped()
        let begins = led.count { if case .begin = $0 { return true } else { return false } }
        let requests = led.sent.compactMap { item -> UInt32? in
            if case .checkpoint(let request) = item.body { return request.step } else { return nil }
        }
        #expect(led.commits == 2 && begins == 2 && requests == [1, 1])
        let weights = led.machine.record.weights
        let evaluations = { (led: Led) in
            led.count { if case .evaluate(let request) = $0 { return request.isFinal } else { return false } }
        }
        led.say(0, .checkpointed(answers[0]))
        led.say(0, .checkpointed(answers[0]))
        var wrong = answers[1]
        wrong.step = 2
        led.say(1, .checkpointed(wrong))
        #expect(evaluations(led) == 0)
        led.say(1, .checkpointed(answers[1]))
        #expect(evaluations(led) == 2 && led.machine.record.weights == weights)
        let priced = led.twin.price(.evaluation)
        for rank in 0..<2 {
            var evaluated = Ringwatt_Control_Evaluated()
            evaluated.isFinal = true
            evaluated.lossSums = [9]
            evaluated.tokens = 4
            evaluated.weights = Data([3])
            evaluated.account = Ringwatt_Control_Account(led.twin.account(priced.actual[rank]))
            led.say(rank, .evaluated(evaluated))
        }
        let closing = led.twin.price(.closing)
        for rank in 0..<2 {
            var finished = Ringwatt_Control_Finished()
            finished.weights = Data([3])
            finished.account = Ringwatt_Control_Account(led.twin.account(closing.actual[rank]))
            led.say(rank, .finished(finished))
        }
        guard case .stoppedByBudget(let stop)? = led.outcome else {
            Issue.record("the run ended as \(String(describing: led.outcome))")
            return
        }
        let budget = try #require(led.plan.budget?.emissions)
        #expect(stop.steps == 1 && stop.withNextStep.emissions > Int128(budget.micrograms))
        #expect(led.machine.record.account.booked.emissions == Int128(budget.micrograms))
        #expect(led.count { if case .abort = $0 { return true } else { return false } } == 0)
    }

    @Test("a checkpoint whose account does not add up, or a worker that is gone, ends the run by name")
    func budgetFailures() throws {
        var (led, answers) = try stopped()
        answers[0].account.entries[0].energyNanojoules += 1
        for rank in 0..<2 { led.say(rank, .checkpointed(answers[rank])) }
        #expect(led.failure?.reason.contains("does not add up") == true && led.failure?.step == 1)

        var gone = try stopped().led
        gone.tell(.disconnected(Led.id(1)))
        #expect(gone.failure?.rank == 1)
        var interrupted = try stopped().led
        interrupted.tell(.interrupted)
        #expect(interrupted.outcome == .interrupted(step: 1))
    }

    @Test("silence, a closed connection and an interrupt end the run in every phase", arguments: [false, true])
    func endings(isTraining: Bool) throws {
        let begun = { () -> Led in
            var led = try Led(silenceLimit: 5)
            if isTraining { led.toFirstStep() } else { for rank in 0..<2 { led.hello(rank) } }
            return led
        }
        var silent = try begun()
        silent.now = .seconds(4)
        silent.say(0, .heartbeat(Ringwatt_Control_Heartbeat()))
        silent.now = .seconds(6)
        silent.tell(.tick)
        #expect(silent.failure?.rank == 1 && silent.failure?.reason.contains("silent for 5 s") == true)

        var closed = try begun()
        closed.tell(.disconnected(Led.id(1)))
        #expect(closed.failure?.rank == 1 && closed.failure?.step == (isTraining ? 1 : 0))
        #expect(closed.count { if case .abort = $0 { return true } else { return false } } == 2)

        var interrupted = try begun()
        interrupted.tell(.interrupted)
        #expect(interrupted.outcome == .interrupted(step: isTraining ? 1 : 0))
    }

    @Test("a worker that leaves while others are awaited may be replaced; too few end at the limit")
    func gathering() throws {
        var led = try Led(waitLimit: 3)
        led.hello(0)
        led.tell(.disconnected(Led.id(0)))
        led.hello(1)
        #expect(led.outcome == nil)
        led.now = .seconds(4)
        led.tell(.tick)
        #expect(led.failure?.reason.contains("1 of 2 workers") == true)
    }

    @Test("a run in which nobody moves is given up, naming who waits for whom")
    func stall() throws {
        var led = try Led(silenceLimit: 5)
        led.toFirstStep()
        for second in 0..<8 {
            led.now = .seconds(second)
            for rank in 0..<2 {
                var heartbeat = Ringwatt_Control_Heartbeat()
                heartbeat.progress = 7
                heartbeat.waitingFor = rank == 1 ? "rank 0 (bucket 2, round 1)" : ""
                led.say(rank, .heartbeat(heartbeat))
            }
            led.tell(.tick)
        }
        #expect(led.failure?.rank == 1 && led.failure?.reason.contains("waits for rank 0 (bucket 2") == true)
    }
}
