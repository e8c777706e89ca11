internal import Accounting
internal import ClusterModel
internal import Emulation

/// Fewer nodes that accumulate more micro-batches, so that a step has the same sequences.
enum NodeMoves {
    static func proposal(for run: AdvisedRun) -> Proposal {
        let count = run.cluster.nodeCount
        guard run.cluster.nodes.count == 1 else {
            return .none(.nodes, "the cluster has several kinds of nodes, and which to drop is not said")
        }
        guard count > 1 else { return .none(.nodes, "one node cannot be fewer") }
        var factors = [2, 4, 8].filter { $0 <= count }
        if let smallest = (2...count).first(where: { count % $0 == 0 }), !factors.contains(smallest) {
            factors.append(smallest)
        }
        var proposal = Proposal()
        for factor in factors.sorted() {
            guard count % factor == 0 else {
                proposal.leftOut.append(
                    LeftOutMove(
                        .nodes, name: "\(words(factor)) of the nodes",
                        reason: "\(count) nodes do not divide by \(factor), so a step would have other sequences"))
                continue
            }
            let move = move(run, factor: factor)
            do {
                _ = try Alteration(of: run, by: move).cluster(of: run)
                proposal.moves.append(move)
            } catch {
                proposal.leftOut.append(LeftOutMove(.nodes, name: move.name, reason: error.reason))
            }
        }
        return proposal
    }

    private static func words(_ factor: Int) -> String {
        factor == 2 ? "a half" : factor == 4 ? "a quarter" : "an eighth"
    }

    private static func move(_ run: AdvisedRun, factor: Int) -> Move {
        let group = run.cluster.nodes[0]
        let represented = run.cluster.workload.represented
        let (nodes, accumulation) = (group.count / factor, represented.gradientAccumulation * factor)
        let sequences =
            represented.microBatchPerAccelerator * group.acceleratorsPerNode * group.count
            * run.account.job.accumulation
        return Move(
            .nodes, name: nodes == 1 ? "1 node" : "\(nodes) nodes",
            change: "\(nodes) node\(nodes == 1 ? "" : "s") that accumulate\(nodes == 1 ? "s" : "") "
                + "\(accumulation * run.account.job.virtualRanks) micro-batches a step, in place of \(group.count) nodes with "
                + "\(run.account.job.accumulation) each",
            assumptions: [
                "a step still has \(sequences) sequences, and there are as many steps: the training is the same but for "
                    + "the last bits of sums",
                "the nodes that are left serve someone else",
            ]
        ) {
            $0.overrides.nodes = nodes
            $0.overrides.gradientAccumulation = accumulation
        }
    }
}
