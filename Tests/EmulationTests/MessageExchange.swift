import Collectives
import Emulation

extension EmulatedJob {
    /// Passes all messages of one collective between clocks that they move.
    ///
    /// - Parameter before: the clocks of all ranks before the messages.
    /// - Returns: by rank, its clocks after them.
    func exchange(
        _ operation: Int, of phase: StepPhase = .training, step: Int, from before: StreamClocks
    ) -> [StreamClocks] {
        let schedule = schedule(of: program(of: phase).operations[operation].kind)
        var ranks = (0..<worldSize).map { MessageClock(job: self, rank: $0) }
        for rank in ranks.indices {
            ranks[rank].begin(operation: operation, of: phase, step: step, stream: before[rank])
        }
        for round in 0..<schedule.rounds {
            var stamps = [[Int: [Int128]]](repeating: [:], count: ranks.count)
            for rank in ranks.indices {
                let sends = schedule.step(rank: rank, round: round).sends
                for (send, departure) in zip(sends, ranks[rank].depart(round: round)) {
                    stamps[send.peer][rank] = departure
                }
            }
            for rank in ranks.indices {
                let receives = schedule.step(rank: rank, round: round).receives
                if !receives.isEmpty {
                    ranks[rank].arrive(round: round, stamps: receives.map { stamps[rank][$0.peer]! })
                }
                ranks[rank].endRound()
            }
        }
        return ranks.indices.map { ranks[$0].finish() }
    }
}
