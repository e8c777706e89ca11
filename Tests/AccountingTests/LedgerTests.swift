import Accounting
import Emulation
import TestSupport
import Testing
import Units

@Suite struct LedgerTests {
    private func entry(_ nanojoules: Int64, cause: Cause = .useful) -> LedgerEntry {
        LedgerEntry(
            component: .cpu, serving: .cpu, phase: .forward, cause: cause, energy: Energy(count: nanojoules),
            emissions: CarbonMass(count: nanojoules / 2))
    }

    @Test("booking the same account twice books it once")
    func idempotent() throws {
        var ledger = Ledger(run: 1, generation: 1)
        let account = StepAccount(rank: 0, step: 3, entries: [entry(5), entry(-2, cause: .latency)])
        #expect(try ledger.book(account))
        #expect(try !ledger.book(account))
        #expect(ledger.total().energy == 3 && ledger.entryCount == 2)
    }

    @Test("an account that contradicts what is booked is refused and changes nothing")
    func contradiction() throws {
        var ledger = Ledger(run: 1, generation: 1)
        try ledger.book(StepAccount(rank: 0, step: 3, entries: [entry(5)]))
        for entries in [[entry(6)], [entry(5), entry(1)], []] {
            #expect(throws: LedgerRefusal.self) {
                try ledger.book(StepAccount(rank: 0, step: 3, entries: entries))
            }
        }
        #expect(ledger.total().energy == 5 && ledger.entryCount == 1)
    }

    @Test("sums beyond 64 bits stay exact")
    func large() throws {
        var ledger = Ledger(run: 1, generation: 1)
        for step in 0..<8 { try ledger.book(StepAccount(rank: 0, step: step, entries: [entry(.max)])) }
        #expect(ledger.total().energy == 8 * Int128(Int64.max))
    }
}

@Suite struct RunAccountTests {
    private func fixture(nodes: Int = 4) -> Fixture {
        var fixture = Fixture(nodes: nodes, accelerators: 8)
        fixture.jitter = quantity("2 %")
        fixture.bucketSize = quantity("40 kB")
        fixture.checkpointInterval = 3
        fixture.link = quantity("1 Gb/s")
        return fixture
    }

    @Test("a report that does not add up is refused, by rank, step and entry")
    func refusal() throws {
        var account = RunAccount(job: EmulatedJob(cluster: fixture().cluster))
        let priced = account.price(.evaluation)
        let due = priced.actual.map { account.account($0) }
        var entries = due[2].entries
        let first = entries[0]
        entries[0] = LedgerEntry(
            component: first.component, serving: first.serving, phase: first.phase, cause: first.cause,
            energy: Energy(count: first.energy.count + 1), emissions: first.emissions)
        var wrong = due
        wrong[2] = StepAccount(rank: 2, step: 0, entries: entries)
        do {
            try account.book(priced, reported: wrong)
            Issue.record("a wrong account was booked")
        } catch {
            #expect(error.description.contains("rank 2, step 0: entry 0"))
        }
        #expect(account.ledger.entryCount == 0)
        try account.book(priced, reported: due)
        #expect(account.ledger.entryCount > 0)
    }

    @Test("the totals are those of power × time, the facility's (PUE − 1) of them, within rounding")
    func byHand() {
        let fixture = fixture(nodes: 2)
        let account = RunAccount.simulated(job: EmulatedJob(cluster: fixture.cluster), steps: 5)
        let seconds = account.clock.makespan().seconds
        let joules = { (component: Component) in
            Double(account.ledger.total { part, _, _, _ in part == component }.energy) * 1e-9
        }
        #expect(abs(joules(.hostBase) - 2 * 1000 * seconds) < 1e-6)
        #expect(abs(joules(.cpu) - 2 * 2 * 90 * seconds) < 1e-6)
        #expect(abs(joules(.memory) - 2 * 80 * seconds) < 1e-6)
        let standing = Double(
            account.ledger.total { part, _, _, cause in part == .switch && cause == .standing }.energy)
        #expect(abs(standing * 1e-9 - 0.9 * 466 * seconds) < 1e-6)
        let equipment = Double(account.ledger.total { part, _, _, _ in part != .facility }.energy) * 1e-9
        #expect(abs(joules(.facility) - 0.1 * equipment) < 1e-5)
        #expect(abs(account.ledger.total().grams - equipment * 1.1 / 3.6e6 * 430) < 1e-3)
    }

    @Test("components, causes and ranks each add up to the total, to the last unit", arguments: [1, 2, 3, 8])
    func addsUp(nodes: Int) {
        let account = RunAccount.simulated(job: EmulatedJob(cluster: fixture(nodes: nodes).cluster), steps: 7)
        let total = account.ledger.total()
        let sum = { (parts: [LedgerTotal]) in parts.reduce(LedgerTotal(), +) }
        #expect(sum(Component.allCases.map { part in account.ledger.total { c, _, _, _ in c == part } }) == total)
        #expect(sum(Cause.allCases.map { part in account.ledger.total { _, _, _, c in c == part } }) == total)
        #expect(sum(Phase.allCases.map { part in account.ledger.total { _, _, p, _ in p == part } }) == total)
        #expect(sum((0..<nodes).map { account.ledger.total(rank: $0) }) == total)
    }

    @Test("both statements of the network's overhead agree but for the stalls of storage, the one interaction")
    func overheadStatements() {
        let account = RunAccount.simulated(job: EmulatedJob(cluster: fixture().cluster), steps: 9)
        let ledger = account.ledger
        let attributed = ledger.total { component, serving, _, cause in
            serving.isFabric || component.isFabric || cause.isNetworkWait
        }
        let counterfactual = ledger.total().energy - account.idealLedger.total().energy
        let stalls = { (ledger: Ledger) in ledger.total { _, _, _, cause in cause == .storageStall }.energy }
        let interaction = stalls(ledger) - stalls(account.idealLedger)
        // One rounding of half a nanojoule an entry remains.
        let difference = counterfactual - attributed.energy - interaction
        #expect(abs(difference) <= Int128(ledger.entryCount + account.idealLedger.entryCount))
    }

    @Test("ranges hold the central value, and narrow to it when every constant is known")
    func ranges() {
        let job = EmulatedJob(cluster: fixture().cluster)
        let account = RunAccount.simulated(job: job, steps: 3)
        let ranges = Ranges(
            job: job, usage: account.usage, ideal: account.idealUsage, makespan: account.clock.makespan(), seed: 1)
        let joules = Double(account.ledger.total().energy) * 1e-9
        #expect(abs(ranges.joules.low - joules) < 1e-6 * joules)
        #expect(abs(ranges.grams.high - ranges.grams.low) < 1e-9)
    }
}
