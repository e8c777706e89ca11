internal import Units

/// Max–min fair rates of flows that share links, by progressive filling (Bertsekas and Gallager, "Data Networks",
/// 2nd edition, section 6.5.2), in whole bit/s, shares rounded down.
///
/// No flow can get more without a flow that has no more than it getting less, and none gets more than its own cap.
struct FairShares: Sendable {
    /// By link: bit/s.
    private let capacities: [Int64]
    private var remaining: [Int64]
    /// By link: flows without a rate.
    private var waiting: [Int]
    /// Links that any of the flows crosses.
    private var used: [Int] = []
    private var unassigned: [Int] = []

    init(capacities: [Bandwidth]) {
        self.capacities = capacities.map(\.count)
        remaining = self.capacities
        waiting = [Int](repeating: 0, count: capacities.count)
    }

    /// - Parameters:
    ///   - caps: by flow, what its own path allows (bit/s).
    ///   - links: by flow, the shared links it crosses.
    ///   - capacity: of a link, where it is not the link's own.
    ///   - rates: by flow, bit/s, at least 1.
    mutating func assign(
        caps: [Int64], links: [[Int]], capacity: (Int, Int64) -> Int64 = { $1 }, rates: inout [Int64]
    ) {
        used.removeAll(keepingCapacity: true)
        unassigned.removeAll(keepingCapacity: true)
        for flow in caps.indices {
            unassigned.append(flow)
            for link in links[flow] {
                if waiting[link] == 0 {
                    used.append(link)
                    remaining[link] = capacity(link, capacities[link])
                }
                waiting[link] += 1
            }
        }
        while !unassigned.isEmpty {
            var share = Int64.max
            var bottleneck = -1
            for link in used where waiting[link] > 0 {
                let offered = remaining[link] / Int64(waiting[link])
                if offered < share || (offered == share && link < bottleneck) { (share, bottleneck) = (offered, link) }
            }
            // Whoever wants no more than the least share gets what it wants; else the bottleneck's flows share it.
            let isModest = unassigned.contains { caps[$0] <= share }
            unassigned.removeAll { flow in
                let takes = isModest ? caps[flow] <= share : links[flow].contains(bottleneck)
                guard takes else { return false }
                let rate = max(1, isModest ? caps[flow] : share)
                rates[flow] = rate
                for link in links[flow] {
                    remaining[link] = max(0, remaining[link] - rate)
                    waiting[link] -= 1
                }
                return true
            }
        }
    }
}
