internal import Collectives

/// For schedules whose sends wait for their own chunks: how much a rank must have received of the chunks of each send.
struct PipelineNeeds: Sendable {
    /// By rank and ordinal of its send: Σ over the chunks it carries of the receives in earlier rounds that touch them.
    let receives: [[Int32]]

    /// - Returns: `nil` for schedules whose sends wait for everything.
    init?(schedule: any CollectiveSchedule) {
        guard schedule.dependence == .ownChunks else { return nil }
        receives = (0..<schedule.worldSize).map { rank in
            var received = [Int32](repeating: 0, count: schedule.chunkCount)
            var needs: [Int32] = []
            for round in 0..<schedule.rounds {
                let step = schedule.step(rank: rank, round: round)
                for send in step.sends { needs.append(send.chunks.reduce(0) { $0 + received[$1] }) }
                for receive in step.receives { for chunk in receive.chunks { received[chunk] += 1 } }
            }
            return needs
        }
    }
}
