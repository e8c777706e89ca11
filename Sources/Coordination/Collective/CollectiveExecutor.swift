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
    /// The rank's stream clocks before and after, as priced.
    package let before: StreamClock
    package let after: StreamClock

    package init(
        bucket: Int, virtualBucket: Int, elements: Range<Int>, carriesPayload: Bool, before: StreamClock,
        after: StreamClock
    ) {
        self.bucket = bucket
        self.virtualBucket = virtualBucket
        self.elements = elements
        self.carriesPayload = carriesPayload
        self.before = before
        self.after = after
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

/// Executes the collectives of a step in order, one at a time, as a communication stream does: a state machine that is
/// fed with full buckets and messages, and answers with what to send and what to combine.
///
/// `Payload` is whatever holds the bytes of a received message.
package struct CollectiveExecutor<Payload: Sendable>: Sendable {
    package enum Action: Sendable {
        case send(peer: Int, key: MessageKey, bucket: Int, elements: Range<Int>, stamps: [Int128])
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

    private struct Arrival: Sendable {
        let elements: Range<Int>
        let stamps: [Int128]
        let payload: Payload
    }

    private let rank: Int
    private let schedule: RingAllReduce
    private var clock: MessageClock
    private var operations: [CollectiveOperation] = []
    private var ready: Set<Int> = []
    private var arrivals: [MessageKey: Arrival] = [:]
    private var taken: Set<MessageKey> = []
    private var current = 0
    private var round = 0
    private var hasBegun = false
    private var hasSent = false

    package init(job: EmulatedJob, rank: Int) {
        self.rank = rank
        schedule = job.schedule
        clock = MessageClock(job: job, rank: rank)
    }

    /// True between `start` and `complete`.
    package var isActive: Bool { current < operations.count }

    /// What the rank is waiting for, in words; `nil` if nothing is under way.
    package var waitingFor: String? {
        guard isActive else { return nil }
        let operation = operations[current]
        guard ready.contains(operation.bucket) else { return "its own bucket \(operation.bucket)" }
        guard let peer = schedule.step(rank: rank, round: min(round, schedule.rounds - 1)).receive?.peer else {
            return nil
        }
        return "rank \(peer) (bucket \(operation.bucket), round \(round))"
    }

    /// Takes up a step; its messages may have come before, none of its buckets is full yet.
    package mutating func start(_ operations: [CollectiveOperation]) {
        precondition(!isActive, "a step is still under way")
        self.operations = operations
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
            let receive = schedule.step(rank: rank, round: key.round).receive, receive.peer == sender
        else { throw .notExpected }
        guard !taken.contains(key) else { throw .duplicate }
        guard elements == Self.elements(of: receive, in: operation, schedule: schedule) else { throw .wrongElements }
        guard stamps.count == MessageClock.stampCount,
            stamps.allSatisfy({ $0 >= 0 && $0 <= Self.latestStamp })
        else { throw .wrongStamps }
        taken.insert(key)
        arrivals[key] = Arrival(elements: elements, stamps: stamps, payload: payload)
        return advance()
    }

    private static func elements(
        of transfer: Transfer, in operation: CollectiveOperation, schedule: RingAllReduce
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
                clock.begin(bucket: operation.virtualBucket, stream: operation.before)
                hasBegun = true
            }
            while round < schedule.rounds {
                guard playRound(of: operation, into: &actions) else { return actions }
            }
            if clock.finish() != operation.after {
                actions.append(.clockMismatch(virtualBucket: operation.virtualBucket))
            }
            current += 1
            round = 0
            hasBegun = false
            if !isActive { actions.append(.complete) }
        }
        return actions
    }

    /// Plays one round; false if its message has not come yet.
    private mutating func playRound(of operation: CollectiveOperation, into actions: inout [Action]) -> Bool {
        let step = schedule.step(rank: rank, round: round)
        let key = MessageKey(virtualBucket: operation.virtualBucket, round: round)
        if let send = step.send, !hasSent, let stamps = clock.depart(round: round) {
            actions.append(
                .send(
                    peer: send.peer, key: key, bucket: operation.bucket,
                    elements: Self.elements(of: send, in: operation, schedule: schedule), stamps: stamps))
            hasSent = true
        }
        if step.receive != nil {
            guard let arrival = arrivals.removeValue(forKey: key) else { return false }
            clock.arrive(round: round, stamps: arrival.stamps)
            if let combine = step.receive?.combine, !arrival.elements.isEmpty {
                actions.append(.combine(elements: arrival.elements, combine, arrival.payload))
            }
        }
        clock.endRound()
        round += 1
        hasSent = false
        return true
    }
}
