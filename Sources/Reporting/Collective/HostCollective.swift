/// What really executing a collective came to, of the host that did it; never part of the emulated cluster's time.
package struct HostCollective: Sendable, Hashable {
    /// Executions that were timed.
    package let repeats: Int
    /// From the beginning of the first rank to the end of the last one, over the executions.
    package let median: Duration
    package let shortest: Duration
    package let longest: Duration
    /// Bytes of vectors in one execution, over all ranks; as many were received.
    package let payloadSent: Int64
    /// Bytes of headers and clock stamps, over all ranks.
    package let framingSent: Int64
    /// True if the messages carried the virtual clocks, which then moved as priced.
    package let carriedClocks: Bool
    /// Elements that differ from a plain sum, over all ranks, in the worst execution.
    package let wrong: Int

    package init(
        repeats: Int, median: Duration, shortest: Duration, longest: Duration, payloadSent: Int64, framingSent: Int64,
        carriedClocks: Bool, wrong: Int
    ) {
        self.repeats = repeats
        self.median = median
        self.shortest = shortest
        self.longest = longest
        self.payloadSent = payloadSent
        self.framingSent = framingSent
        self.carriedClocks = carriedClocks
        self.wrong = wrong
    }

    /// Bytes of a Float32, as which every element travels.
    static let elementBytes = 4
}

extension Duration {
    /// For reading.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

extension CollectiveSurvey {
    /// The same survey, every row of it executed.
    package func executed<Failure: Error>(
        _ execute: (CollectiveRow) throws(Failure) -> HostCollective
    ) throws(Failure) -> CollectiveSurvey {
        var survey = self
        for index in rows.indices { survey.rows[index].host = try execute(rows[index]) }
        return survey
    }
}
