package import Accounting
internal import Emulation
package import Units

/// A loss over tokens of real text: Σ −log p in nats, and how many tokens.
package struct LossSum: Sendable, Hashable {
    package let nats: Double
    package let tokens: Int

    package init(nats: Double, tokens: Int) {
        self.nats = nats
        self.tokens = tokens
    }

    /// Mean −log p, nats per token.
    package var mean: Double { nats / Double(max(tokens, 1)) }
}

/// One committed training step, as progress lines and `steps.csv` show it.
package struct StepRecord: Sendable, Hashable {
    package let step: Int
    /// Of the trained model, over all ranks' micro-batches.
    package let trainedLoss: LossSum
    /// Emulated: when the last rank ended the step.
    package let virtualEnd: VirtualInstant
    /// Emulated: mean over ranks.
    package let forward: VirtualDuration
    package let backward: VirtualDuration
    /// What communication beside it added to the backward pass.
    package let slowedCompute: VirtualDuration
    package let optimizer: VirtualDuration
    package let storage: VirtualDuration
    /// By `WaitCause`, mean over ranks.
    package let waits: [VirtualDuration]
    package let communication: VirtualDuration
    /// Emulated, booked in this step, facility included.
    package let energy: LedgerTotal
    /// The part charged to the network.
    package let networkEnergy: LedgerTotal

    package init(
        step: Int, trainedLoss: LossSum, virtualEnd: VirtualInstant, forward: VirtualDuration,
        backward: VirtualDuration, slowedCompute: VirtualDuration, optimizer: VirtualDuration,
        storage: VirtualDuration, waits: [VirtualDuration], communication: VirtualDuration, energy: LedgerTotal,
        networkEnergy: LedgerTotal
    ) {
        self.step = step
        self.trainedLoss = trainedLoss
        self.virtualEnd = virtualEnd
        self.forward = forward
        self.backward = backward
        self.slowedCompute = slowedCompute
        self.optimizer = optimizer
        self.storage = storage
        self.waits = waits
        self.communication = communication
        self.energy = energy
        self.networkEnergy = networkEnergy
    }
}

/// What a run has come to, at its end or where it stopped.
package struct RunRecord: Sendable {
    package var account: RunAccount
    package var initialEvaluation: LossSum?
    package var finalEvaluation: LossSum?
    package var steps: [StepRecord] = []
    /// Digest of the weights that all replicas agreed on last.
    package var weights: [UInt8] = []
    package var kernels: [String] = []
    package var numericClass = ""
    /// Really sent and received by the workers in committed steps.
    package var traffic = Ringwatt_Control_Traffic()
    package var workers: [WorkerReport] = []
    /// Why no further step was begun; `nil` where no budget forbade one.
    package var budgetStop: BudgetStop?

    package init(account: RunAccount) { self.account = account }

    /// `weights` in hexadecimal digits.
    package var weightsDigest: String {
        weights.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// What one worker said of itself; of the host, not of the emulated cluster.
package struct WorkerReport: Sendable, Hashable {
    package let rank: Int
    package let host: String
    package let process: UInt32
    package var processorSeconds = 0.0
    package var droppedFrames = 0
    package var droppedReasons = ""
    package var storageBytesRead: UInt64 = 0
    package var storageBytesWritten: UInt64 = 0
}

/// How a run ended.
package enum RunOutcome: Sendable, Equatable {
    case completed
    /// Ended before its last step, with a checkpoint and an evaluation, because another step would have gone beyond the
    /// budget.
    case stoppedByBudget(BudgetStop)
    case failed(RunFailure)
    /// The user asked for it.
    case interrupted(step: Int)
}

/// Why a run did not complete: what, where, and what to do.
package struct RunFailure: Sendable, Equatable, CustomStringConvertible {
    /// The rank that it is about, if it is about one.
    package let rank: Int?
    /// Training step under way; 0 before the first.
    package let step: Int
    package let reason: String

    package var description: String {
        let place = rank.map { "rank \($0), step \(step)" } ?? "step \(step)"
        return "\(place): \(reason)"
    }
}
