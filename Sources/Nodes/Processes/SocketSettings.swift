internal import ZeroMQ

/// The options of every socket between coordinator and workers, each with its reason.
enum SocketSettings {
    /// Control, at the coordinator. Its queues have no limit: what it sends is bounded by the corpus and one message a
    /// step, and a limit would make one slow worker hold up the others.
    static var coordinator: SocketOptions {
        var options = SocketOptions()
        options.linger = .seconds(1)
        options.sendHighWaterMark = 0
        options.receiveHighWaterMark = 0
        options.routerMandatory = true
        return options
    }

    /// Control, at a worker. With `immediate`, a greeting goes only to a coordinator that is there.
    static var worker: SocketOptions {
        var options = SocketOptions()
        options.linger = .milliseconds(500)
        options.immediate = true
        return options
    }

    /// Gradients. A rank runs at most a ring's length ahead of its neighbour, so these limits are never met; if they
    /// are, the run fails with that reason instead of growing without bound.
    static var gradients: SocketOptions {
        var options = SocketOptions()
        options.sendHighWaterMark = 100_000
        options.receiveHighWaterMark = 100_000
        options.maximumMessageBytes = 1 << 30
        return options
    }
}
