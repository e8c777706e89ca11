internal import Collectives
internal import Units

/// How a job on shared links is priced.
package enum SharedLinkEvaluation: Sendable, Hashable {
    /// Every start and end of a flow is an event: what is booked.
    case events
    /// Every message keeps the share of the links that it had when some collectives were priced once, one behind the
    /// other and nothing beside them: cheaper, and close where nothing is disturbed. A background job is left out.
    case staticShares
}

/// The static shares of a collective on shared links.
enum StaticShares {
    /// Of collectives that follow one another: in the middle ranks are as far apart as in the middle of a step.
    private static let collectives = 10
    private static let middle = 3..<9

    /// How long each message holds its sender's port, by round and position in the plan (attoseconds): the mean over the
    /// collectives in the middle.
    ///
    /// - Parameters:
    ///   - before, after: by rank, what the links inside its node take beside the messages (attoseconds).
    static func occupations(
        _ setting: CollectiveSetting, elements: Int, width: Int, before: [Int128], after: [Int128]
    ) -> [[Int128]] {
        var sums = [[Int128]](repeating: [], count: setting.schedule.worldSize)
        var sent = [Int](repeating: 0, count: sums.count)
        _ = FlowPrice.alone(
            setting, elements: elements, width: width, collectives: collectives, before: before, after: after
        ) { sender, operation, duration in
            guard middle.contains(operation) else { return }
            if operation == middle.lowerBound {
                sums[sender].append(duration)
            } else {
                sums[sender][sent[sender] % sums[sender].count] += duration
            }
            sent[sender] += 1
        }
        let durations = sums.map { $0.map { Exact.divide($0, by: Int128(middle.count)) } }
        // A rank sends in the order of its rounds.
        var next = [Int](repeating: 0, count: durations.count)
        return (0..<setting.schedule.rounds).map { round in
            setting.plan.round(round).messages.map { message in
                defer { next[message.sender] += 1 }
                return durations[message.sender][next[message.sender]]
            }
        }
    }
}

extension FlowPrice {
    /// Collectives of ranks that are all ready at 0, on an idle network, one behind the other: when the last rank is done
    /// (attoseconds).
    ///
    /// - Parameters:
    ///   - before, after: by rank, what the links inside its node take beside the messages; `nil` for nothing
    ///     (attoseconds).
    ///   - onMessage: called for each message, a sender's in the order of sending, with how long its flow took.
    static func alone(
        _ setting: CollectiveSetting, elements: Int, width: Int, collectives: Int = 1, before: [Int128]? = nil,
        after: [Int128]? = nil, onMessage: OnMessage = { _, _, _ in }
    ) -> Int128 {
        let ranks = setting.schedule.worldSize
        let zeros = [Int128](repeating: 0, count: ranks)
        let collective = PricedCollective(
            kind: .allReduce, setting: setting,
            timing: BucketTiming(elements: elements, width: width, plan: setting.plan), before: before ?? zeros,
            after: after ?? zeros)
        var price = FlowPrice(
            setting: setting,
            demand: Demand(
                collectives: [PricedCollective](repeating: collective, count: collectives),
                groupOfRank: Array(0..<ranks), lane: Lane(rung: .sharedLinks, isEventLevel: true),
                step: 0),
            sendPort: zeros, receivePort: zeros)
        var free = zeros
        price.run(streamFree: &free, ready: { _, _ in 0 }, onOperation: { _, _, _, _ in }, onMessage: onMessage)
        return free.max() ?? 0
    }
}
