internal import Accounting
internal import ClusterModel
internal import Collectives
internal import Emulation

/// The other algorithms that all-reduce a bucket between the nodes.
enum AlgorithmMoves {
    static func proposal(for run: AdvisedRun) -> Proposal {
        guard run.cluster.nodeCount > 1 else { return .none(.algorithm, "one node reduces nothing") }
        let own = run.account.job.algorithm.rawValue
        var proposal = Proposal()
        for algorithm in CollectiveChoice.Algorithm.allCases where algorithm != .auto && algorithm.rawValue != own {
            let move = Move(
                .algorithm, name: algorithm.rawValue,
                change: "buckets are all-reduced by \(algorithm.rawValue) in place of \(own)",
                assumptions: ["sums are added in another order, which changes their last bits"]
            ) { $0.overrides.algorithm = algorithm }
            do {
                _ = try Alteration(of: run, by: move).cluster(of: run)
                proposal.moves.append(move)
            } catch {
                proposal.leftOut.append(LeftOutMove(.algorithm, name: move.name, reason: error.reason))
            }
        }
        // What forbids all others is said once.
        if proposal.moves.isEmpty, run.cluster.shardingOverNodes != .none {
            return .none(.algorithm, "shards are made by the ring's halves, and by no other algorithm")
        }
        return proposal
    }
}
