package import Collectives
package import Emulation

/// Identifies one message of a step's collectives on a directed link.
package struct MessageKey: Hashable, Sendable {
    package let operation: Int
    package let round: Int

    package init(operation: Int, round: Int) {
        self.operation = operation
        self.round = round
    }
}

/// A message of a collective as a rank sends it.
package struct OutgoingMessage: Sendable {
    package let peer: Int
    package let key: MessageKey
    package let bucket: Int
    package let content: CollectiveOperation.Content
    /// Of the flat gradient, or of the flat weights.
    package let elements: Range<Int>
    /// The sender's departure instants, a value per carried lane (attoseconds).
    package let stamps: [Int128]
    /// True if nothing writes to the elements before the receiver has them, so that they may be lent; else they must be
    /// copied when they are sent.
    package let mayLend: Bool
}

/// Executes the collectives of a step in order, one at a time, as a communication stream does: a state machine that is
/// fed with signals (a bucket is full, weights are there) and messages, and answers with what to send and what to
/// combine.
///
/// `Payload` is whatever holds the bytes of a received message.
package struct CollectiveExecutor<Payload: Sendable>: Sendable {
    package enum Action: Sendable {
        case send(OutgoingMessage)
        /// Combine the message's payload into these elements of the flat buffer.
        case combine(CollectiveOperation.Content, elements: Range<Int>, Combine, Payload)
        /// All collectives of a group are done.
        case complete(OperationGroup)
        /// The clocks that the messages moved are not those of the price.
        case clockMismatch(operation: Int)
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
    private let stampCount: Int
    private var clock: MessageClock?
    private var operations: [CollectiveOperation] = []
    /// Places in `operations`, by index.
    private var places: [Int: Int] = [:]
    private var signals: Set<OperationSignal> = []
    private var arrivals: [ArrivalKey: Arrival] = [:]
    private var taken: Set<ArrivalKey> = []
    private var phase = StepPhase.training
    /// Of the operations that were taken up last.
    package private(set) var step = -1
    private var current = 0
    private var round = 0
    private var hasBegun = false
    private var hasSent = false

    package init(job: EmulatedJob, rank: Int) {
        self.rank = rank
        stampCount = job.carriedLanes.count
        clock = MessageClock(job: job, rank: rank)
    }

    /// Executes collectives without virtual clocks.
    package init(rank: Int) {
        self.rank = rank
        stampCount = 0
        clock = nil
    }

    /// The round that is under way.
    package var currentRound: Int { round }

    /// True between `start` and the end of the last collective.
    package var isActive: Bool { current < operations.count }

    /// What the rank is waiting for, in words; `nil` if nothing is under way.
    package var waitingFor: String? {
        guard isActive else { return nil }
        let operation = operations[current]
        guard signals.contains(operation.signal) else {
            return operation.content == .gradients ? "its own bucket \(operation.bucket)" : "its own weights"
        }
        guard round < operation.schedule.rounds else { return nil }
        let key = MessageKey(operation: operation.index, round: round)
        let missing = operation.schedule.step(rank: rank, round: round).receives.first {
            arrivals[ArrivalKey(message: key, sender: $0.peer)] == nil
        }
        return missing.map { "rank \($0.peer) (\(operation.content), bucket \(operation.bucket), round \(round))" }
    }

    /// Takes up a step; its messages may have come before, nothing that its collectives wait for is there yet.
    ///
    /// - Parameters:
    ///   - operations: in the order in which all ranks execute them.
    ///   - step: on which seeded disturbances depend.
    /// - Precondition: the operations have clocks if the executor has, and none if it has none.
    package mutating func start(_ operations: [CollectiveOperation], of phase: StepPhase = .training, step: Int) {
        precondition(!isActive, "a step is still under way")
        precondition(
            operations.allSatisfy { ($0.clocks == nil) == (clock == nil) }, "clocks on one side only")
        self.operations = operations
        self.phase = phase
        self.step = step
        places = Dictionary(uniqueKeysWithValues: operations.enumerated().map { ($0.element.index, $0.offset) })
        current = 0
        round = 0
        hasBegun = false
        hasSent = false
        signals.removeAll(keepingCapacity: true)
        taken.removeAll(keepingCapacity: true)
        arrivals.removeAll(keepingCapacity: true)
    }

    /// What collectives wait for on this rank is there.
    package mutating func signal(_ signal: OperationSignal) -> [Action] {
        signals.insert(signal)
        return advance()
    }

    /// Takes a message of the current step.
    package mutating func receive(
        _ key: MessageKey, sender: Int, elements: Range<Int>, stamps: [Int128], payload: Payload
    ) throws(Rejection) -> [Action] {
        guard let place = places[key.operation] else { throw .notExpected }
        let operation = operations[place]
        guard key.round >= 0, key.round < operation.schedule.rounds,
            let receive = operation.schedule.step(rank: rank, round: key.round).receives.first(where: {
                $0.peer == sender
            })
        else { throw .notExpected }
        let arrivalKey = ArrivalKey(message: key, sender: sender)
        guard !taken.contains(arrivalKey) else { throw .duplicate }
        guard elements == Self.elements(of: receive, in: operation) else { throw .wrongElements }
        guard stamps.count == stampCount,
            stamps.allSatisfy({ $0 >= 0 && $0 <= Self.latestStamp })
        else { throw .wrongStamps }
        taken.insert(arrivalKey)
        arrivals[arrivalKey] = Arrival(elements: elements, stamps: stamps, payload: payload)
        return advance()
    }

    private static func elements(of transfer: Transfer, in operation: CollectiveOperation) -> Range<Int> {
        let cut = ChunkCut(elements: operation.elements.count, parts: operation.schedule.chunkCount)
        let range = cut.range(of: transfer.chunks)
        let start = operation.elements.lowerBound
        return start + range.lowerBound..<start + range.upperBound
    }

    /// Goes as far as the signals and the messages at hand allow.
    private mutating func advance() -> [Action] {
        var actions: [Action] = []
        while isActive {
            let operation = operations[current]
            guard signals.contains(operation.signal) else { return actions }
            if !hasBegun {
                if let clocks = operation.clocks {
                    clock?.begin(operation: operation.index, of: phase, step: step, stream: clocks.before)
                }
                hasBegun = true
            }
            while round < operation.schedule.rounds {
                guard playRound(of: operation, into: &actions) else { return actions }
            }
            if clock?.finish() != operation.clocks?.after {
                actions.append(.clockMismatch(operation: operation.index))
            }
            current += 1
            round = 0
            hasBegun = false
            if !isActive || operations[current].group != operation.group { actions.append(.complete(operation.group)) }
        }
        return actions
    }

    /// Plays one round; false if not all of its messages have come yet.
    private mutating func playRound(of operation: CollectiveOperation, into actions: inout [Action]) -> Bool {
        let step = operation.schedule.step(rank: rank, round: round)
        let key = MessageKey(operation: operation.index, round: round)
        if !hasSent {
            let mayLend = operation.mayLend && !operation.schedule.overwritesSent(rank: rank, round: round)
            let departures = clock?.depart(round: round) ?? [[Int128]](repeating: [], count: step.sends.count)
            for (send, stamps) in zip(step.sends, departures) {
                actions.append(
                    .send(
                        OutgoingMessage(
                            peer: send.peer, key: key, bucket: operation.bucket, content: operation.content,
                            elements: Self.elements(of: send, in: operation), stamps: stamps, mayLend: mayLend)))
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
                actions.append(
                    .combine(operation.content, elements: arrival.elements, receive.combine, arrival.payload))
            }
        }
        if !stamps.isEmpty { clock?.arrive(round: round, stamps: stamps) }
        clock?.endRound()
        round += 1
        hasSent = false
        return true
    }
}
