/// Why a received frame is dropped. The order is the order of the checks, and of every list of counts.
package enum FrameRejection: String, Error, Hashable, Sendable, CaseIterable {
    /// The message does not have three parts.
    case wrongPartCount
    /// The first part is not as long as a header.
    case wrongHeaderLength
    /// Not one of our frames.
    case badMagic
    /// Another version of this protocol.
    case wrongVersion
    /// More stamps than the job has clocks.
    case tooManyStamps
    /// Stamps or payload are not as long as the header says, or as the elements need.
    case lengthMismatch
    /// Header or stamps changed on the way.
    case headerChecksumMismatch
    /// A frame of another run.
    case wrongRun
    /// A frame of this run from before a restart.
    case staleGeneration
    /// A frame of this run from a restart that this rank has not heard of.
    case futureGeneration
    /// Addressed to another rank.
    case wrongReceiver
    /// From a rank that does not exist, or from the receiver itself.
    case wrongSender
    /// Flags that this version does not know.
    case unknownFlags
    /// A bucket, operation or round beyond the job's.
    case positionOutOfRange
    /// Elements beyond the end of the gradient.
    case elementsOutOfRange
    /// The payload changed on the way.
    case payloadChecksumMismatch
}

/// What a rank takes a frame for: everything else is dropped.
package struct FrameExpectation: Hashable, Sendable {
    /// The run that this rank takes part in.
    package var runID: UInt64
    /// The run's present generation.
    package var generation: UInt32
    /// The receiver.
    package var rank: Int
    /// Ranks in the run.
    package var worldSize: Int
    /// Elements of the flat gradient.
    package var gradientElements: Int
    /// Real buckets.
    package var bucketCount: Int
    /// Buckets of the represented model.
    package var operationCount: Int
    /// Rounds of the longest collective in use.
    package var roundCount: Int
    /// Stamps a frame may carry.
    package var maximumStamps: Int

    /// The limits of one rank in one generation.
    ///
    /// - Precondition: 0 ≤ rank < worldSize; no limit is negative.
    package init(
        runID: UInt64, generation: UInt32, rank: Int, worldSize: Int, gradientElements: Int, bucketCount: Int,
        operationCount: Int, roundCount: Int, maximumStamps: Int
    ) {
        precondition((0..<worldSize).contains(rank), "rank \(rank) of \(worldSize)")
        precondition(
            min(gradientElements, bucketCount, operationCount, roundCount, maximumStamps) >= 0,
            "a limit is negative")
        self.runID = runID
        self.generation = generation
        self.rank = rank
        self.worldSize = worldSize
        self.gradientElements = gradientElements
        self.bucketCount = bucketCount
        self.operationCount = operationCount
        self.roundCount = roundCount
        self.maximumStamps = maximumStamps
    }
}
