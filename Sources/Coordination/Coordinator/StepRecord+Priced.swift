internal import Accounting
internal import Emulation
internal import Units

extension StepRecord {
    /// The record of a step that has just been booked.
    init(step: Int, loss: LossSum, priced: PricedStep, account: RunAccount) {
        var anatomy = StepAnatomy()
        var energy = LedgerTotal()
        var network = LedgerTotal()
        for rankStep in priced.actual {
            anatomy.add(rankStep)
            for entry in account.account(rankStep).entries {
                energy += entry
                if entry.serving.isFabric || entry.cause.isNetworkWait { network += entry }
            }
        }
        self.init(
            step: step, trainedLoss: loss, virtualEnd: priced.actual.map(\.end).max() ?? .zero,
            forward: anatomy.meanForward, backward: anatomy.meanBackward, slowedCompute: anatomy.meanSlowedCompute,
            optimizer: anatomy.meanOptimizer, storage: anatomy.meanStorage,
            waits: WaitCause.allCases.map(anatomy.meanWait), communication: anatomy.meanCommunication, energy: energy,
            networkEnergy: network)
    }
}

extension Ringwatt_Control_Traffic {
    /// Adds what a rank reports; a figure beyond 64 bits wraps, as it comes from outside and must not trap.
    mutating func add(_ other: Self) {
        payloadSent &+= other.payloadSent
        payloadReceived &+= other.payloadReceived
        framingSent &+= other.framingSent
        framingReceived &+= other.framingReceived
    }
}
