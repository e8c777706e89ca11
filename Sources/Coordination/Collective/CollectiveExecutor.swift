package import Collectives
package import Emulation

/// One collective of a step, as a rank executes it: which elements, and which priced collective it stands for.
package struct CollectiveOperation: Sendable {
    /// Real bucket.
    package let bucket: Int
    /// The emulated bucket whose clocks the messages carry.
    package let virtualBucket: Int
    /// Elements of the flat gradient; empty for a collective that carries clocks only.
    package let elements: Range<Int>
    /// The last operation of a real bucket carries its gradients.
    package let carriesPayload: Bool
    /// What its messages carry; `nil` for a collective without virtual clocks.
    package let clocks: Clocks?

    /// The rank's stream clocks, as priced.
    package struct Clocks: Sendable {
        package let before: StreamClocks
        package let after: StreamClocks
    }

    package init(
        bucket: Int, virtualBucket: Int, elements: Range<Int>, carriesPayload: Bool, before: StreamClocks,
        after: StreamClocks
    ) {
        self.bucket = bucket
        self.virtualBucket = virtualBucket
        self.elements = elements
        self.carriesPayload = carriesPayload
        clocks = Clocks(before: before, after: after)
    }

    /// A collective without virtual clocks, the only one of its step: its messages carry no stamps.
    package init(elements: Range<Int>) {
        bucket = 0
        virtualBucket = 0
        self.elements = elements
        carriesPayload = true
        clocks = nil
    }
}

/// Identifies one message of a step's collectives on a directed link.
package struct MessageKey: Hashable, Sendable {
    package let virtualBucket: Int
    package let round: Int

    package init(virtualBucket: Int, round: Int) {
        self.virtualBucket = virtualBucket
        self.round = round
    }
}

/// A message of a collective as a rank sends it.
package struct OutgoingMessage: Sendable {
    package let peer: Int
    package let key: MessageKey
    package let bucket: Int
    /// Of the flat gradient.
    package let elements: Range<Int>
    /// The sender's departure instants, a value per carried lane (attoseconds).
    package let stamps: [Int128]
    /// True if nothing writes to the elements before the receiver has them, so that they may be lent; else they must be
    /// copied when they are sent.
    package let mayLend: Bool
}

/// Executes the collectives of a step in order, one at a time, as a communication stream does: a state machine that is
/// fed with full buckets and messages, and answers with what to send and what to combine.
///
/// `Payload` is whatever holds the bytes of a received message.
package struct CollectiveExecutor<Payload: Sendable>: Sendable {
    package enum Action: Sendable {
        case send(OutgoingMessage)
        /// Combine the message's payload into these elements of the flat gradient.
        case combine(elements: Range<Int>, Combine, Payload)
        /// All collectives of the step are done.
        case complete
        /// The clocks that the messages moved are not those of the price.
        case clockMismatch(virtualBucket: Int)
    }

    /// Why a message was not taken.
    package enum Rejection: Error, Sendable, Hashable {
        case duplicate
        case notExpected
        case wrongElements
        /// Not one stamp a clock, or an instant that no clock of a run can show.
        case wrongStamps
    }

    /// Later than any clock: 2¹²⁰ as, some 4·10¹⁰ years. Beyond it, sums of instants would leave 128 bits.
    private static var latestStamp: Int128 { 1 << 120 }

    private struct ArrivalKey: Hashable, Sendable {
        let message: MessageKey
        let sender: Int
    }

    private struct Arrival: Sendable {
        let elements: Range<Int>
        let stamps: [Int128]
        let payload: Payload
    }

    private let rank: Int
    private let schedule: any CollectiveSchedule
    private let stampCount: Int
    private var clock: MessageClock?
    private var operations: [CollectiveOperation] = []
    private var ready: Set<Int> = []
    private var arrivals: [ArrivalKey: Arrival] = [:]
    private var taken: Set<ArrivalKey> = []
    private var step = 0
    private var current = 0
    private var round = 0
    private var hasBegun = false
    private var hasSent = false

    package init(job: EmulatedJob, rank: Int) {
        self.rank = rank
        schedule = job.schedule
        stampCount = job.carriedLanes.count
        clock = MessageClock(job: job, rank: rank)
    }

    /// Executes a schedule without virtual clocks.
    package init(schedule: any CollectiveSchedule, rank: Int) {
        self.rank = rank
        self.schedule = schedule
        stampCount = 0
        clock = nil
    }

    /// The round that is under way.
    package var currentRound: Int { round }

    /// True between `start` and `complete`.
    package var isActive: Bool { current < operations.count }

    /// What the rank is waiting for, in words; `nil` if nothing is under way.
    package var waitingFor: String? {
        guard isActive else { return nil }
        let operation = operations[current]
        guard ready.contains(operation.bucket) else { return "its own bucket \(operation.bucket)" }
        guard round < schedule.rounds else { return nil }
        let key = MessageKey(virtualBucket: operation.virtualBucket, round: round)
        let missing = schedule.step(rank: rank, round: round).receives.first {
            arrivals[ArrivalKey(message: key, sender: $0.peer)] == nil
        }
        return missing.map { "rank \($0.peer) (bucket \(operation.bucket), round \(round))" }
    }

    /// Takes up a step; its messages may have come before, none of its buckets is full yet.
    ///
    /// - Parameter step: the training step, on which seeded disturbances depend.
    /// - Precondition: the operations have clocks if the executor has, and none if it has none.
    package mutating func start(_ operations: [CollectiveOperation], step: Int) {
        precondition(!isActive, "a step is still under way")
        precondition(
            operations.allSatisfy { ($0.clocks == nil) == (clock == nil) }, "clocks on one side only")
        self.operations = operations
        self.step = step
        current = 0
        round = 0
        hasBegun = false
        hasSent = false
        ready.removeAll(keepingCapacity: true)
        taken.removeAll(keepingCapacity: true)
        arrivals.removeAll(keepingCapacity: true)
    }

    /// The real bucket's gradients are final on this rank.
    package mutating func bucketReady(_ bucket: Int) -> [Action] {
        ready.insert(bucket)
        return advance()
    }

    /// Takes a message of the current step.
    package mutating func receive(
        _ key: MessageKey, sender: Int, elements: Range<Int>, stamps: [Int128], payload: Payload
    ) throws(Rejection) -> [Action] {
        guard let operation = operations.first(where: { $0.virtualBucket == key.virtualBucket }),
            key.round >= 0, key.round < schedule.rounds,
            let receive = schedule.step(rank: rank, round: key.round).receives.first(where: { $0.peer == sender })
        else { throw .notExpected }
        let arrivalKey = ArrivalKey(message: key, sender: sender)
        guard !taken.contains(arrivalKey) else { throw .duplicate }
        guard elements == Self.elements(of: receive, in: operation, schedule: schedule) else { throw .wrongElements }
        guard stamps.count == stampCount,
            stamps.allSatisfy({ $0 >= 0 && $0 <= Self.latestStamp })
        else { throw .wrongStamps }
        taken.insert(arrivalKey)
        arrivals[arrivalKey] = Arrival(elements: elements, stamps: stamps, payload: payload)
        return advance()
    }

    private static func elements(
        of transfer: Transfer, in operation: CollectiveOperation, schedule: any CollectiveSchedule
    ) -> Range<Int> {
        let cut = ChunkCut(elements: operation.elements.count, parts: schedule.chunkCount)
        let range = cut.range(of: transfer.chunks)
        let start = operation.elements.lowerBound
        return start + range.lowerBound..<start + range.upperBound
    }

    /// Goes as far as the full buckets and the messages at hand allow.
    private mutating func advance() -> [Action] {
        var actions: [Action] = []
        while isActive {
            let operation = operations[current]
            guard ready.contains(operation.bucket) else { return actions }
            if !hasBegun {
                if let clocks = operation.clocks {
                    clock?.begin(bucket: operation.virtualBucket, step: step, stream: clocks.before)
                }
                hasBegun = true
            }
            while round < schedule.rounds {
                guard playRound(of: operation, into: &actions) else { return actions }
            }
            if clock?.finish() != operation.clocks?.after {
                actions.append(.clockMismatch(virtualBucket: operation.virtualBucket))
            }
            current += 1
            round = 0
            hasBegun = false
            if !isActive { actions.append(.complete) }
        }
        return actions
    }

    /// Plays one round; false if not all of its messages have come yet.
    private mutating func playRound(of operation: CollectiveOperation, into actions: inout [Action]) -> Bool {
        let step = schedule.step(rank: rank, round: round)
        let key = MessageKey(virtualBucket: operation.virtualBucket, round: round)
        if !hasSent {
            let mayLend = !schedule.overwritesSent(rank: rank, round: round)
            let departures = clock?.depart(round: round) ?? [[Int128]](repeating: [], count: step.sends.count)
            for (send, stamps) in zip(step.sends, departures) {
                actions.append(
                    .send(
                        OutgoingMessage(
                            peer: send.peer, key: key, bucket: operation.bucket,
                            elements: Self.elements(of: send, in: operation, schedule: schedule), stamps: stamps,
                            mayLend: mayLend)))
            }
            hasSent = true
        }
        let keys = step.receives.map { ArrivalKey(message: key, sender: $0.peer) }
        guard keys.allSatisfy({ arrivals[$0] != nil }) else { return false }
        var stamps: [[Int128]] = []
        // Sums have fixed bits: what has come is combined in the order of the schedule.
        for (receive, key) in zip(step.receives, keys) {
            guard let arrival = arrivals.removeValue(forKey: key) else { return false }
            stamps.append(arrival.stamps)
            if !arrival.elements.isEmpty {
                actions.append(.combine(elements: arrival.elements, receive.combine, arrival.payload))
            }
        }
        if !stamps.isEmpty { clock?.arrive(round: round, stamps: stamps) }
        clock?.endRound()
        round += 1
        hasSent = false
        return true
    }
}
