internal import ClusterModel
internal import Units

/// Communication beside compute, or after it.
enum OverlapMoves {
    static func proposal(for run: AdvisedRun) -> Proposal {
        guard run.cluster.nodeCount > 1 else { return .none(.overlap, "one node reduces nothing") }
        let turnsOn = !run.cluster.workload.represented.overlap
        return Proposal(moves: [
            Move(
                .overlap, name: turnsOn ? "with overlap" : "without overlap",
                change: turnsOn
                    ? "buckets are reduced beside the backward pass, not after it"
                    : "buckets are reduced after the backward pass, not beside it",
                assumptions: [
                    "communication beside compute slows it by the cluster's overlap_slowdown ("
                        + run.cluster.workload.represented.overlapSlowdown.central.formatted() + ")"
                ]
            ) { $0.overrides.overlap = turnsOn }
        ])
    }
}
