import Accounting
import ClusterModel
import Emulation
import Reporting
import Units

/// Rows of `steps.csv` from an emulated run without workers; the losses are invented test data.
enum SampleSteps {
    static func rows(nodes: Int, count: Int) throws -> [StepRow] {
        let cluster = try ClusterFile.load(path: "default", overrides: ClusterOverrides(nodes: nodes)).cluster
        var account = RunAccount(job: EmulatedJob(cluster: cluster))
        return (1...count).map { step in
            let priced = account.price(.training)
            var anatomy = StepAnatomy()
            var (total, network) = (LedgerTotal(), LedgerTotal())
            for rankStep in priced.actual {
                anatomy.add(rankStep)
                for entry in account.account(rankStep).entries {
                    total += entry
                    if entry.serving.isFabric || entry.cause.isNetworkWait { network += entry }
                }
            }
            return StepRow(
                step: step, trainedNats: 1000 / Double(step), trainedTokens: 300,
                virtualEnd: priced.actual.map(\.end).max() ?? .zero, forward: anatomy.meanForward,
                backward: anatomy.meanBackward, slowedCompute: anatomy.meanSlowedCompute,
                optimizer: anatomy.meanOptimizer, storage: anatomy.meanStorage,
                waits: WaitCause.allCases.map(anatomy.meanWait), communication: anatomy.meanCommunication,
                total: total, network: network)
        }
    }
}
