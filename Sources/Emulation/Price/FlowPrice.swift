internal import Collectives
internal import Units

/// Prices all collectives of a step where flows share links: every start and end of a flow is an event, and
/// between events every flow has its max–min fair rate.
///
/// It is the port rule with one thing changed: a message occupies its sender's port for as long as its flow takes. The
/// receiver's port works S/B for it, in the port's order, and the message has arrived when that is done and the flow's
/// last byte has come. Alone on its path a flow takes S/B, so that without sharing the result is that of
/// `CollectivePrice` to the attosecond. Volumes and rates are integers (10⁻¹⁸ bit, bit/s); what is left of a
/// flow is exact, its end is rounded half up to an attosecond.
struct FlowPrice {
    /// What a step asks of the ranks' communication streams.
    struct Demand {
        /// In the order of the stream.
        let collectives: [PricedCollective]
        let groupOfRank: [Int]
        let lane: Lane
        let step: Int
    }

    private let setting: CollectiveSetting
    private let demand: Demand
    /// By operation.
    private let schedules: [any CollectiveSchedule]
    private let mostRounds: Int
    private var ranks: [RankFlow]
    private var shares: FairShares
    private var sendPort: [Int128]
    private var receivePort: [Int128]
    /// By rank: when its port's next event is, `nil` event meaning that it has none.
    private var eventTime: [Int128]
    private var event: [PortEvent]
    private var flows: [Flow?]
    /// When messages that have left their senders reach ports that wait to know their order.
    private var due: [(time: Int128, receiver: Int)] = []
    /// True if a flow on a shared link came or went since rates were last assigned.
    private var isDirty = false

    private enum PortEvent {
        case none, start, end
    }

    /// A message that is on its way.
    private struct Flow {
        let message: PlannedMessage
        let operation: Int
        let round: Int
        let departure: Int128
        let latency: Int128
        /// What it takes alone on its path (attoseconds).
        let alone: Int128
        /// Shared links on its way; empty if it has its path for itself.
        let links: [Int]
        let cap: Int64
        /// What is left to send, in 10⁻¹⁸ bit, as of `since`.
        var remaining: Int128
        var rate: Int64 = 0
        var since: Int128
    }

    /// Where a rank is in its step.
    private struct RankFlow {
        var operation = -1
        var sendRound = 0
        var sendIndex = 0
        /// Sends of the operation so far.
        var sent = 0
        var receiveRound = 0
        /// Messages of `receiveRound` that are taken in.
        var taken = 0
        /// Everything received so far, and as it was before each round.
        var arrived: Int128 = 0
        var history: [Int128] = []
        /// By chunk, for schedules whose sends wait for their own chunks: when it is ready, and how often it came.
        var ready: [Int128] = []
        var received: [Int32] = []
        var begin: Int128 = 0
        /// By operation (even, odd) and round: what has come and is not taken in yet. No rank is more than one operation
        /// ahead of another: to end one, it needs something that every rank sends in it.
        var inbox: [[Arrival]] = []
        var isDone = false
    }

    /// Begins and ends of one rank's collectives.
    typealias OnOperation = (_ rank: Int, _ operation: Int, _ begin: Int128, _ end: Int128) -> Void

    /// A message has left its sender: how long its flow took.
    typealias OnMessage = (_ sender: Int, _ operation: Int, _ duration: Int128) -> Void

    init(setting: CollectiveSetting, demand: Demand, sendPort: [Int128], receivePort: [Int128]) {
        self.setting = setting
        self.demand = demand
        schedules = demand.collectives.map(\.setting.schedule)
        mostRounds = schedules.map(\.rounds).max() ?? 0
        self.sendPort = sendPort
        self.receivePort = receivePort
        let count = sendPort.count
        ranks = [RankFlow](repeating: RankFlow(), count: count)
        for rank in ranks.indices {
            ranks[rank].inbox = [[Arrival]](repeating: [], count: 2 * mostRounds)
        }
        eventTime = [Int128](repeating: .max, count: count)
        event = [PortEvent](repeating: .none, count: count)
        flows = [Flow?](repeating: nil, count: count)
        shares = FairShares(capacities: setting.network.linkCapacities)
    }

    /// The ranks' ports when the step's collectives are done.
    var ports: (send: [Int128], receive: [Int128]) { (sendPort, receivePort) }

    /// - Parameters:
    ///   - streamFree: by rank, when its stream is free; leaves as the end of its last collective.
    ///   - ready: when a rank's operation may begin.
    ///   - onMessage: called for each message, a sender's in the order of sending.
    mutating func run(
        streamFree: inout [Int128], ready: (_ rank: Int, _ operation: Int) -> Int128, onOperation: OnOperation,
        onMessage: OnMessage = { _, _, _ in }
    ) {
        for rank in ranks.indices { begin(0, rank, free: streamFree[rank], ready: ready) }
        var free = streamFree
        for rank in ranks.indices { progress(rank, at: .min, free: &free, ready: ready, onOperation: onOperation) }
        while true {
            var now = Int128.max
            for time in eventTime { now = min(now, time) }
            for arrival in due { now = min(now, arrival.time) }
            guard now < .max else { break }
            for rank in ranks.indices where eventTime[rank] == now {
                switch event[rank] {
                case .start: start(rank, at: now)
                case .end:
                    if let flow = flows[rank] { onMessage(rank, flow.operation, now - flow.departure) }
                    end(rank, at: now, free: &free, ready: ready, onOperation: onOperation)
                case .none: break
                }
            }
            // A port knows the order of what has reached it once everything has left that can have been before it.
            var receivers: [Int] = []
            due.removeAll { arrival in
                if arrival.time == now { receivers.append(arrival.receiver) }
                return arrival.time == now
            }
            for rank in receivers { progress(rank, at: now, free: &free, ready: ready, onOperation: onOperation) }
            if isDirty { assignRates(at: now) }
        }
        precondition(ranks.allSatisfy(\.isDone), "a collective's flows came to a stop")
        streamFree = free
    }

    // MARK: A rank's stream

    private mutating func begin(_ operation: Int, _ rank: Int, free: Int128, ready: (Int, Int) -> Int128) {
        guard operation < schedules.count else {
            ranks[rank].isDone = true
            return
        }
        let begin = max(ready(rank, operation), free)
        let collective = demand.collectives[operation]
        let base = begin + (demand.lane.hasIntraNodeLinks ? collective.before[demand.groupOfRank[rank]] : 0)
        ranks[rank].operation = operation
        ranks[rank].begin = begin
        ranks[rank].sendRound = 0
        ranks[rank].sendIndex = 0
        ranks[rank].sent = 0
        ranks[rank].receiveRound = 0
        ranks[rank].taken = 0
        ranks[rank].arrived = base
        switch schedules[operation].dependence {
        case .everythingReceived:
            ranks[rank].history.removeAll(keepingCapacity: true)
            ranks[rank].history.append(base)
        case .ownChunks:
            ranks[rank].ready = [Int128](repeating: base, count: schedules[operation].chunkCount)
            ranks[rank].received = [Int32](repeating: 0, count: schedules[operation].chunkCount)
        }
    }

    /// Takes in what has come, plans the next send, and goes on to the next operation, as far as that is possible now.
    private mutating func progress(
        _ rank: Int, at now: Int128, free: inout [Int128], ready: (Int, Int) -> Int128, onOperation: OnOperation
    ) {
        while !ranks[rank].isDone {
            while takeIn(rank, at: now) {}
            if event[rank] == .none { planSend(rank) }
            let operation = ranks[rank].operation
            let rounds = schedules[operation].rounds
            guard event[rank] == .none, ranks[rank].sendRound == rounds, ranks[rank].receiveRound == rounds else {
                return
            }
            let after = demand.lane.hasIntraNodeLinks ? demand.collectives[operation].after : []
            free[rank] =
                max(ranks[rank].arrived, sendPort[rank]) + (after.isEmpty ? 0 : after[demand.groupOfRank[rank]])
            onOperation(rank, operation, ranks[rank].begin, free[rank])
            begin(operation + 1, rank, free: free[rank], ready: ready)
        }
    }

    /// Takes in the next message at the rank's port, if it is known which one that is; false if it is not, or if all
    /// have come.
    private mutating func takeIn(_ rank: Int, at now: Int128) -> Bool {
        let round = ranks[rank].receiveRound
        let operation = ranks[rank].operation
        let schedule = schedules[operation]
        guard round < schedule.rounds else { return false }
        let expected = schedule.step(rank: rank, round: round).receives.count
        if ranks[rank].taken == expected {
            ranks[rank].receiveRound += 1
            ranks[rank].taken = 0
            if schedule.dependence == .everythingReceived { ranks[rank].history.append(ranks[rank].arrived) }
            return true
        }
        let slot = (operation & 1) * mostRounds + round
        guard
            let first = ranks[rank].inbox[slot].indices.min(by: { a, b in
                ranks[rank].inbox[slot][a].isBefore(ranks[rank].inbox[slot][b])
            })
        else { return false }
        let arrival = ranks[rank].inbox[slot][first]
        if ranks[rank].taken + ranks[rank].inbox[slot].count < expected {
            // Others are still to come: may one of them reach the port before this one?
            guard arrival.atPort <= now, !isOvertaken(arrival, operation: operation, round: round) else {
                return false
            }
        }
        ranks[rank].inbox[slot].remove(at: first)
        ranks[rank].taken += 1
        let instant = arrival.takeIn(at: &receivePort[rank])
        ranks[rank].arrived = max(ranks[rank].arrived, instant)
        if schedule.dependence == .ownChunks {
            for chunk in arrival.chunks {
                ranks[rank].ready[chunk] = max(ranks[rank].ready[chunk], instant)
                ranks[rank].received[chunk] += 1
            }
        }
        return true
    }

    /// True if a message that is on its way to the same port, in the same round, reaches it first.
    private func isOvertaken(_ arrival: Arrival, operation: Int, round: Int) -> Bool {
        flows.contains { flow in
            guard let flow, flow.message.receiver == arrival.receiver, flow.operation == operation, flow.round == round
            else {
                return false
            }
            return (flow.departure + flow.latency, flow.message.sender) < (arrival.atPort, arrival.sender)
        }
    }

    /// Sets the time at which the rank's next message leaves, if what it carries is known to be ready.
    private mutating func planSend(_ rank: Int) {
        let operation = ranks[rank].operation
        let schedule = schedules[operation]
        while ranks[rank].sendRound < schedule.rounds {
            let round = ranks[rank].sendRound
            let sends = schedule.step(rank: rank, round: round).sends
            guard ranks[rank].sendIndex < sends.count else {
                ranks[rank].sendRound += 1
                ranks[rank].sendIndex = 0
                continue
            }
            let send = sends[ranks[rank].sendIndex]
            let dataReady: Int128
            if let needs = demand.collectives[operation].setting.pipelineNeeds {
                let received = send.chunks.reduce(Int32(0)) { $0 + ranks[rank].received[$1] }
                guard received >= needs.receives[rank][ranks[rank].sent] else { return }
                dataReady = send.chunks.reduce(Int128.min) { max($0, ranks[rank].ready[$1]) }
            } else {
                guard ranks[rank].receiveRound >= round else { return }
                dataReady = ranks[rank].history[round]
            }
            eventTime[rank] = max(dataReady, sendPort[rank])
            event[rank] = .start
            return
        }
    }

    // MARK: Flows

    private mutating func start(_ rank: Int, at now: Int128) {
        let (operation, round) = (ranks[rank].operation, ranks[rank].sendRound)
        let sends = schedules[operation].step(rank: rank, round: round).sends
        let send = sends[ranks[rank].sendIndex]
        ranks[rank].sendIndex += 1
        ranks[rank].sent += 1
        let network = setting.network
        var bytes = demand.collectives[operation].timing.bytes(of: send.chunks)
        var cap = network.bandwidth(from: rank, to: send.peer)
        var latency = network.latency(from: rank, to: send.peer).attoseconds
        if demand.lane.hasNetworkDisturbances, setting.disturbances.hasNetworkDisturbances {
            let fate = MessageFate(
                sender: rank, receiver: send.peer, bytes: bytes, rate: cap, latency: latency, step: demand.step,
                operation: operation, round: round, setting: setting)
            (bytes, cap, latency) = (fate.bytes, fate.rate, fate.latency)
        }
        let links =
            bytes == 0
            ? [] : network.links(from: rank, to: send.peer).filter { isShared($0) }
        let alone = cap.duration(ofBytes: bytes).attoseconds
        flows[rank] = Flow(
            message: PlannedMessage(
                sender: rank, receiver: send.peer, chunks: send.chunks, rate: cap, latency: latency),
            operation: operation, round: round, departure: now, latency: latency, alone: alone, links: links,
            cap: cap.count,
            remaining: Int128(bytes) * 8 * VirtualDuration.attosecondsPerSecond, since: now)
        event[rank] = .end
        if links.isEmpty {
            eventTime[rank] = now + alone
        } else {
            eventTime[rank] = .max
            isDirty = true
        }
    }

    private func isShared(_ link: Int) -> Bool {
        setting.sharedLinks.isShared[link]
            || (demand.lane.hasNetworkDisturbances && setting.disturbances.hasBackground)
    }

    private mutating func end(
        _ rank: Int, at now: Int128, free: inout [Int128], ready: (Int, Int) -> Int128, onOperation: OnOperation
    ) {
        guard let flow = flows[rank] else { return }
        flows[rank] = nil
        event[rank] = .none
        eventTime[rank] = .max
        sendPort[rank] = now
        if !flow.links.isEmpty { isDirty = true }
        let receiver = flow.message.receiver
        let arrival = Arrival(
            sender: rank, receiver: receiver, chunks: flow.message.chunks, departure: flow.departure,
            latency: flow.latency, occupation: flow.alone, sent: now)
        ranks[receiver].inbox[(flow.operation & 1) * mostRounds + flow.round].append(arrival)
        if arrival.atPort > now { due.append((arrival.atPort, receiver)) }
        progress(receiver, at: now, free: &free, ready: ready, onOperation: onOperation)
        progress(rank, at: now, free: &free, ready: ready, onOperation: onOperation)
    }

    /// Gives every flow on shared links its fair rate from now on.
    private mutating func assignRates(at now: Int128) {
        isDirty = false
        var senders: [Int] = []
        for rank in flows.indices { if let flow = flows[rank], !flow.links.isEmpty { senders.append(rank) } }
        var rates = [Int64](repeating: 0, count: senders.count)
        let disturbances = setting.disturbances
        let hasBackground = demand.lane.hasNetworkDisturbances && disturbances.hasBackground
        let step = demand.step
        shares.assign(
            caps: senders.map { flows[$0]!.cap }, links: senders.map { flows[$0]!.links },
            capacity: { link, capacity in
                guard hasBackground else { return capacity }
                let taken = disturbances.backgroundShare(link: link, step: step)
                return max(
                    1,
                    capacity
                        - Int64(
                            Exact.multiplyDivide(Int128(capacity), Int128(taken.count), by: Int128(Ratio.scale))))
            },
            rates: &rates)
        for (rank, rate) in zip(senders, rates) where flows[rank]!.rate != rate {
            let flow = flows[rank]!
            let remaining = max(0, flow.remaining - Int128(flow.rate) * (now - flow.since))
            flows[rank]!.remaining = remaining
            flows[rank]!.rate = rate
            flows[rank]!.since = now
            eventTime[rank] = now + Exact.divide(remaining, by: Int128(rate))
        }
    }
}
