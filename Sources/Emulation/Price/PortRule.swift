internal import Units

/// How one message moves clocks: the whole port model in two functions.
///
/// Cut-through ports: a transfer occupies the sender's and the receiver's port once, each for `occupation` = S/B; the
/// latency α is end to end. A sending port serves in program order; a receiving port round by round, and the messages of
/// one round in order of (departure + α, source).
package enum PortRule {
    /// When a message leaves: its data and the sending port must both be ready. Moves the port on.
    @inline(__always)
    static func departure(dataReady: Int128, sendPort: inout Int128, occupation: Int128) -> Int128 {
        let instant = max(dataReady, sendPort)
        sendPort = instant + occupation
        return instant
    }

    /// When a message has wholly arrived. Moves the receiving port on.
    @inline(__always)
    static func arrival(departure: Int128, latency: Int128, receivePort: inout Int128, occupation: Int128) -> Int128 {
        let instant = max(receivePort, departure + latency) + occupation
        receivePort = instant
        return instant
    }
}
