package import Units

/// What one rank did in one step, on the clocks of one rung: activities that tile its time exactly.
package struct RankStep: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case training
        case evaluation
        /// A checkpoint out of turn, after the last training step.
        case checkpoint
        /// The end of the job, for which every rank waits.
        case closing
    }

    package let kind: Kind
    package let rank: Int
    /// 0 for the evaluation before training, 1…K for the training steps, K + 1 for the evaluation after them, K + 2 for
    /// the end of the job and K + 3 for a checkpoint out of turn, which comes before both.
    package let step: Int
    package let start: VirtualInstant
    package let end: VirtualInstant
    /// False on the ideal network, where nothing between nodes draws power.
    package let hasFabric: Bool

    package var forward = VirtualDuration.zero
    package var backward = VirtualDuration.zero
    /// What communication beside them added to the passes.
    package var slowedCompute = VirtualDuration.zero
    package var optimizer = VirtualDuration.zero
    package var evaluation = VirtualDuration.zero
    /// Waiting for the step's own input.
    package var inputStall = VirtualDuration.zero
    package var checkpoint = VirtualDuration.zero
    /// By `WaitCause`; a first difference may be negative.
    package var waits = [VirtualDuration](repeating: .zero, count: WaitCause.allCases.count)

    /// Time in which the communication stream had a collective under way (overlapping with compute or not).
    package var communication = VirtualDuration.zero
    /// Busy time of the node's storage.
    package var storageBusy = VirtualDuration.zero
    package var bytesRead: Int64 = 0
    package var bytesWritten: Int64 = 0
    /// Gradients and weights between nodes.
    package var bytesSent: Int64 = 0
    package var bytesReceived: Int64 = 0
    /// The sent payload counted once at each switch it crosses.
    package var switchBytes: Int64 = 0
    /// The sent payload counted once at each transceiver it crosses: two a link.
    package var opticsBytes: Int64 = 0
    /// The sent payload counted once at each link between sites.
    package var wanBytes: Int64 = 0
    /// Payload that was sent again because packets were lost; not part of `bytesSent` and `bytesReceived`, but of what
    /// crosses switches, transceivers and links between sites.
    package var bytesSentAgain: Int64 = 0
    package var bytesReceivedAgain: Int64 = 0

    package init(kind: Kind, rank: Int, step: Int, start: VirtualInstant, end: VirtualInstant, hasFabric: Bool) {
        self.kind = kind
        self.rank = rank
        self.step = step
        self.start = start
        self.end = end
        self.hasFabric = hasFabric
    }

    package var duration: VirtualDuration { end - start }
    /// Sum over all causes: the exposed wait of the step, never negative.
    package var wait: VirtualDuration { waits.reduce(.zero, +) }
    /// Waits that the network between nodes causes.
    package var networkWait: VirtualDuration {
        WaitCause.allCases.reduce(.zero) { $1.isNetwork ? $0 + waits[$1.rawValue] : $0 }
    }

    /// True if the activities add up to the step's duration.
    package var tiles: Bool {
        forward + backward + slowedCompute + optimizer + evaluation + inputStall + checkpoint + wait == duration
    }
}

/// One step of the whole cluster: what is booked, and the same step on the ideal network; by rank.
package struct PricedStep: Sendable {
    package let actual: [RankStep]
    package let ideal: [RankStep]
}
