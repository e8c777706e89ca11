package import Collectives
internal import Coordination
internal import Emulation

/// A collective that is to be executed: by which schedule, on which vectors, with or without virtual clocks.
package struct CollectiveTask: Sendable {
    package let schedule: any CollectiveSchedule
    package let vectors: SeededVectors
    /// `nil` if the messages carry no clocks.
    package let clocks: CarriedClocks?
    /// Executions that are timed, after one that is not: it makes the connections.
    package let repeats: Int

    /// - Precondition: all parts have the same number of ranks and elements.
    package init(
        schedule: any CollectiveSchedule, vectors: SeededVectors, clocks: CarriedClocks? = nil, repeats: Int = 5
    ) {
        precondition(schedule.worldSize == vectors.ranks, "\(schedule.worldSize) ranks, \(vectors.ranks) vectors")
        precondition(
            clocks.map {
                $0.job.worldSize == vectors.ranks && $0.job.schedule.rounds == schedule.rounds
                    && $0.job.schedule.chunkCount == schedule.chunkCount
            } ?? true,
            "the clocks are of another schedule")
        precondition(repeats > 0, "nothing is timed")
        self.schedule = schedule
        self.vectors = vectors
        self.clocks = clocks
        self.repeats = repeats
    }

    var ranks: Int { vectors.ranks }
    var elements: Int { vectors.elements }
    /// In messages to people.
    var name: String { "\(schedule.name), \(ranks) ranks" }

    func executor(rank: Int) -> CollectiveExecutor<ReceivedPayload> {
        guard let clocks else { return CollectiveExecutor(rank: rank) }
        return CollectiveExecutor(job: clocks.job, rank: rank)
    }

    func operation(rank: Int) -> CollectiveOperation {
        clocks?.operations[rank]
            ?? CollectiveOperation(
                index: 0, schedule: schedule, group: .gradients, bucket: 0, elements: 0..<elements, clocks: nil)
    }

    /// What a rank takes a frame for.
    func expectation(rank: Int, runID: UInt64) -> FrameExpectation {
        FrameExpectation(
            runID: runID, generation: 1, rank: rank, worldSize: ranks, gradientElements: elements, bucketCount: 1,
            operationCount: 1, roundCount: schedule.rounds, maximumStamps: clocks?.job.carriedLanes.count ?? 0)
    }

    /// Ranks that a rank sends to.
    func receivers(ofRank rank: Int) -> Set<Int> {
        var peers = Set<Int>()
        for round in 0..<schedule.rounds {
            for send in schedule.step(rank: rank, round: round).sends { peers.insert(send.peer) }
        }
        return peers
    }
}
