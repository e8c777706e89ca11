/// What the execution of a collective on this host came to; none of it is of the emulated cluster.
package struct ExecutedCollective: Sendable {
    /// Bytes of one rank in one execution.
    package struct Traffic: Sendable, Hashable {
        /// Elements of vectors.
        package var payloadSent = 0
        package var payloadReceived = 0
        /// Headers and clock stamps; what ZeroMQ and the operating system add is not counted.
        package var framingSent = 0
        package var framingReceived = 0

        package init() {}
    }

    /// From the instant at which the first rank began to that at which the last one held its result; a value an
    /// execution, in their order.
    package let times: [Duration]
    /// By rank, the same in every execution.
    package let traffic: [Traffic]
    /// Elements over all ranks that differ from the plain result, in the worst of all executions.
    package let wrongElements: Int
    /// True if the messages carried virtual clocks, which then moved as priced.
    package let carriedClocks: Bool

    /// Of the times; of an even number of them the later one in the middle.
    package var median: Duration { times.sorted()[times.count / 2] }
    package var shortest: Duration { times.min()! }
    package var longest: Duration { times.max()! }
}

/// Why a collective was not executed to its end; the text says what, where and what to do.
package enum CollectiveExecutionError: Error, CustomStringConvertible, Sendable, Hashable {
    /// It asks for more than this program gives.
    case limit(String)
    case failed(String)
    /// The user wants it to stop.
    case interrupted

    package var description: String {
        switch self {
        case .limit(let text), .failed(let text): text
        case .interrupted: "interrupted"
        }
    }
}
