internal import ClusterModel

/// Gradients of half the width on the wire.
enum GradientMoves {
    static func proposal(for run: AdvisedRun) -> Proposal {
        guard run.cluster.nodeCount > 1 else { return .none(.gradientType, "one node sends no gradients") }
        let own = run.cluster.workload.represented.gradientType
        guard own == .fp32 else { return Proposal() }
        return Proposal(moves: [
            Move(
                .gradientType, name: "gradients bf16 !",
                change: "gradients are sent as bf16 in place of \(own.rawValue), which changes the numbers of the "
                    + "training",
                assumptions: ["the loss stays as it is, which nobody has shown for this run"]
            ) { $0.overrides.gradientType = .bf16 }
        ])
    }
}
