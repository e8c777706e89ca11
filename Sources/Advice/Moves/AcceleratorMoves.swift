internal import ClusterModel
internal import Units

/// Other accelerators of the catalog in the same nodes.
enum AcceleratorMoves {
    static func proposal(for run: AdvisedRun) -> Proposal {
        let own = Set(run.cluster.nodes.map(\.accelerator.name))
        let counts = run.cluster.nodes.map(\.acceleratorsPerNode)
        var proposal = Proposal()
        let known = Catalog(of: run.loaded).accelerators.values.sorted { $0.name < $1.name }
        let foreign = known.filter(isNoCard)
        for accelerator in known where own != [accelerator.name] && !isNoCard(accelerator) {
            let move = move(to: accelerator, from: own.sorted(), counts: counts, run: run)
            do {
                _ = try Alteration(of: run, by: move).cluster(of: run)
                proposal.moves.append(move)
            } catch {
                proposal.leftOut.append(LeftOutMove(.accelerator, name: move.name, reason: error.reason))
            }
        }
        if !foreign.isEmpty {
            proposal.leftOut.append(
                LeftOutMove(
                    .accelerator, name: foreign.map(\.name).joined(separator: ", "),
                    reason: "no card for these nodes: it comes with a host of its own"))
        }
        return proposal
    }

    /// A TPU comes with its own hosts and links; a CPU is the host.
    private static func isNoCard(_ accelerator: AcceleratorModel) -> Bool {
        accelerator.name.hasPrefix("tpu-") || accelerator.name == "cpu-only"
    }

    private static func move(
        to accelerator: AcceleratorModel, from own: [String], counts: [Int], run: AdvisedRun
    ) -> Move {
        let utilization = run.cluster.workload.represented.mfu.central
        let links = run.cluster.nodes.compactMap(\.interconnect?.name)
        return Move(
            .accelerator, name: accelerator.name,
            change: "\(accelerator.name) in every place of \(own.joined(separator: " and "))",
            assumptions: [
                "as many a node (\(Set(counts).sorted().map(String.init).joined(separator: ", "))) in the same "
                    + "hosts at the same base power, with the same NICs"
                    + (links.isEmpty ? "" : " and " + Set(links).sorted().joined(separator: ", ") + " between them"),
                "the same MFU (\(utilization.formatted())) of a peak of "
                    + accelerator.peakRate.central.formatted(),
                "the old ones serve someone else",
            ]
        ) { $0.accelerator = accelerator }
    }
}
