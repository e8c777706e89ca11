internal import Collectives
internal import Units

/// Elements that a collective moves: how they are cut, and the times of its messages that do not depend on a step.
struct BucketTiming: Sendable {
    let cut: ChunkCut
    /// Bytes of an element on the wire.
    let width: Int
    /// Occupation of a port by each message of a kept plan without flat messages, by round and position; else empty.
    let occupations: [[Int128]]
    /// The same in one array, for plans that have flat messages.
    let flatOccupations: [Int128]

    /// Occupation of its sender's port by each message with its static share of the links, by round and position; empty
    /// where links are not shared, or are priced event by event.
    let sharedOccupations: [[Int128]]

    init(elements: Int, width: Int, plan: MessagePlan, sharedOccupations: [[Int128]] = []) {
        let cut = ChunkCut(elements: elements, parts: plan.schedule.chunkCount)
        self.cut = cut
        self.width = width
        self.sharedOccupations = sharedOccupations
        occupations =
            plan.isKept && plan.flat == nil
            ? (0..<plan.schedule.rounds).map { round in
                plan.round(round).messages.map { message in
                    message.rate.duration(ofBytes: Int64(cut.range(of: message.chunks).count * width)).attoseconds
                }
            } : []
        flatOccupations = plan.flat?.occupations(cut: cut, width: width) ?? []
    }

    func bytes(of chunks: Range<Int>) -> Int64 { Int64(cut.range(of: chunks).count * width) }
}

/// Occupations by (bytes, rate), for plans that are not kept: neighbouring messages are mostly alike.
struct OccupationMemo {
    private var bytes: Int64 = -1
    private var rate = Bandwidth(count: 0)
    private var occupation: Int128 = 0

    mutating func occupation(bytes: Int64, rate: Bandwidth) -> Int128 {
        if bytes == self.bytes, rate == self.rate { return occupation }
        (self.bytes, self.rate) = (bytes, rate)
        occupation = rate.duration(ofBytes: bytes).attoseconds
        return occupation
    }
}
