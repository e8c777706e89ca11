package import Accounting
package import Units

/// One committed training step, as `steps.csv` and the progress line show it.
package struct StepRow: Sendable, Hashable {
    /// From 1 on.
    package let step: Int
    /// Of the trained model: Σ −ln p over the step's tokens.
    package let trainedNats: Double
    /// Tokens of the step, over all ranks.
    package let trainedTokens: Int
    /// Emulated: when the last rank ended the step.
    package let virtualEnd: VirtualInstant
    /// Emulated, mean over ranks: the forward pass.
    package let forward: VirtualDuration
    /// Emulated, mean over ranks: the backward pass.
    package let backward: VirtualDuration
    /// Emulated, mean over ranks: what communication beside it added to the backward pass.
    package let slowedCompute: VirtualDuration
    /// Emulated, mean over ranks: the update of the weights.
    package let optimizer: VirtualDuration
    /// Emulated, mean over ranks: waiting for input, and checkpoints.
    package let storage: VirtualDuration
    /// One a `WaitCause`, mean over ranks.
    package let waits: [VirtualDuration]
    /// Emulated, mean over ranks: with a collective under way, hidden or not.
    package let communication: VirtualDuration
    /// Emulated, booked in this step, facility included.
    package let total: LedgerTotal
    /// The part of it that the network is charged with.
    package let network: LedgerTotal

    /// From its parts.
    package init(
        step: Int, trainedNats: Double, trainedTokens: Int, virtualEnd: VirtualInstant, forward: VirtualDuration,
        backward: VirtualDuration, slowedCompute: VirtualDuration, optimizer: VirtualDuration,
        storage: VirtualDuration, waits: [VirtualDuration], communication: VirtualDuration, total: LedgerTotal,
        network: LedgerTotal
    ) {
        self.step = step
        self.trainedNats = trainedNats
        self.trainedTokens = trainedTokens
        self.virtualEnd = virtualEnd
        self.forward = forward
        self.backward = backward
        self.slowedCompute = slowedCompute
        self.optimizer = optimizer
        self.storage = storage
        self.waits = waits
        self.communication = communication
        self.total = total
        self.network = network
    }

    /// Mean −ln p, nats per token.
    package var trainedLoss: Double { trainedNats / Double(max(trainedTokens, 1)) }
}
