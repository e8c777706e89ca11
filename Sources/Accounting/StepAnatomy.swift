package import Emulation
package import Units

/// Sums over the training steps of all ranks, from which the anatomy of the mean step is read, and what they and the
/// evaluations send.
package struct StepAnatomy: Sendable {
    /// Rank-steps summed.
    package private(set) var count = 0
    private var forward = VirtualDuration.zero
    private var backward = VirtualDuration.zero
    private var slowedCompute = VirtualDuration.zero
    private var optimizer = VirtualDuration.zero
    private var storage = VirtualDuration.zero
    private var communication = VirtualDuration.zero
    private var duration = VirtualDuration.zero
    private var waits = [VirtualDuration](repeating: .zero, count: WaitCause.allCases.count)
    /// Gradients and weights sent between nodes, all ranks and steps, evaluations included (bytes).
    package private(set) var bytesSent: Int64 = 0
    package private(set) var bytesReceived: Int64 = 0
    /// Payload that was sent again because packets were lost.
    package private(set) var bytesSentAgain: Int64 = 0

    package init() {}

    package mutating func add(_ step: RankStep) {
        bytesSent += step.bytesSent
        bytesReceived += step.bytesReceived
        bytesSentAgain += step.bytesSentAgain
        guard step.kind == .training else { return }
        count += 1
        forward += step.forward
        backward += step.backward
        slowedCompute += step.slowedCompute
        optimizer += step.optimizer
        storage += step.inputStall + step.checkpoint
        communication += step.communication
        duration += step.duration
        for cause in WaitCause.allCases { waits[cause.rawValue] += step.waits[cause.rawValue] }
    }

    private func mean(_ sum: VirtualDuration) -> VirtualDuration {
        count == 0 ? .zero : sum.scaled(by: 1, over: Int128(count))
    }

    package var meanForward: VirtualDuration { mean(forward) }
    package var meanBackward: VirtualDuration { mean(backward) }
    /// What communication beside them added to the passes.
    package var meanSlowedCompute: VirtualDuration { mean(slowedCompute) }
    package var meanOptimizer: VirtualDuration { mean(optimizer) }
    /// Waiting for input, and checkpoints.
    package var meanStorage: VirtualDuration { mean(storage) }
    /// The communication stream's time with a collective under way, hidden or not.
    package var meanCommunication: VirtualDuration { mean(communication) }
    package var meanDuration: VirtualDuration { mean(duration) }
    package func meanWait(_ cause: WaitCause) -> VirtualDuration { mean(waits[cause.rawValue]) }
    /// Σ over steps and ranks of the waits from latency on: what `Exposed communication` divides.
    package var networkWait: VirtualDuration {
        WaitCause.allCases.reduce(.zero) { $1.isNetwork ? $0 + waits[$1.rawValue] : $0 }
    }
}
