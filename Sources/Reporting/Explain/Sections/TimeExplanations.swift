internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// Virtual time: the run, the mean step, and what its parts follow from.
enum TimeExplanations {
    static func add(_ report: RunReport, to book: inout ExplanationBook) {
        run(report, to: &book)
        guard report.account.trainingSteps > 0 else { return }
        compute(report, to: &book)
        step(report, to: &book)
        scaling(report, to: &book)
    }

    private static func run(_ report: RunReport, to book: inout ExplanationBook) {
        let account = report.account
        var spans: [RankStep.Kind: VirtualDuration] = [:]
        var counts: [RankStep.Kind: Int] = [:]
        var last = VirtualInstant.zero
        for booked in account.course {
            spans[booked.kind, default: .zero] += booked.end - last
            counts[booked.kind, default: 0] += 1
            last = booked.end
        }
        let kinds: [(RankStep.Kind, String)] = [
            (.evaluation, "evaluations"), (.training, "training"), (.checkpoint, "checkpoints"), (.closing, "closing"),
        ]
        let parts = kinds.compactMap { kind, name -> Formula? in
            guard let span = spans[kind], let count = counts[kind] else { return nil }
            return book.add(
                Explanation(
                    "course.\(name)_seconds", span.seconds, .seconds, place: "not printed by itself",
                    meaning: "\(count) x \(name), from the end of the last rank before to the end of the last rank",
                    origin: .clocks))
        }
        let makespan = book.add(
            Explanation(
                "emulated.makespan_seconds", account.clock.makespan().seconds, .seconds, symbol: "makespan",
                aliases: ["run", "makespan", "virtual time"], place: "EMULATED CLUSTER, run",
                meaning: "virtual time from start to the last rank's end",
                origin: parts.isEmpty ? .clocks : .formula, formula: parts.isEmpty ? nil : .total(parts),
                keys: ["emulated.makespan_attoseconds"]))
        book.add(
            Explanation(
                "emulated.course", Double(account.course.count), .count, place: "result.json",
                meaning: "evaluations, training steps, checkpoints out of turn and the end, in the order of booking",
                origin: .clocks, keys: ["emulated.course[]."]))
        book.add(
            Explanation(
                "emulated.ideal_network_makespan_seconds", account.clock.makespan(.idealNetwork).seconds, .seconds,
                symbol: "ideal_makespan", place: "result.json",
                meaning: "the same run with no latency and endless bandwidth between nodes, on clocks of its own",
                origin: .clocks))
        let steps = book.add(
            Explanation(
                "training_steps", Double(account.trainingSteps), .count, symbol: "steps", place: "LEARNED",
                meaning: "training steps that were committed and booked", origin: .clocks))
        let tokens = book.derive(
            "emulated.tokens", book.term("configuration.represented.tokens_per_step") * steps, .count,
            aliases: ["tokens"], place: "EMULATED CLUSTER, run", meaning: "tokens that the emulated cluster trained on")
        if tokens.value > 0, makespan.value > 0 {
            book.derive(
                "tokens_per_second", tokens / makespan, .tokensPerSecond, aliases: ["tokens/s", "tok/s"],
                place: "EMULATED CLUSTER, run", meaning: "over the whole run, evaluations included in the time")
        }
    }

    /// The undisturbed compute of a step by the model's FLOPs, and the seeded draws on it.
    private static func compute(_ report: RunReport, to book: inout ExplanationBook) {
        let job = report.account.job
        let workload = job.cluster.workload.represented
        let term = { (book: ExplanationBook, name: String) in book.term(name) }
        let parameters = term(book, "configuration.represented.parameters")
        let context = term(book, "configuration.represented.context_tokens")
        let flops = book.derive(
            "represented.flops_per_token",
            .number(6) * parameters
                + .number(12) * term(book, "represented.layers") * term(book, "represented.width") * context,
            .flops, place: "not printed by itself",
            meaning: "model FLOPs of a token, forward and backward (Chowdhery et al. 2022, PaLM, appendix B)")
        let microBatches =
            term(book, "configuration.gradient_accumulation_micro_batches") * term(book, "configuration.virtual_ranks")
        let mfu = book.constant(workload.mfu)
        var (passes, updates): ([Formula], [Formula]) = ([], [])
        for (index, group) in job.cluster.nodes.enumerated() {
            let nodes = term(book, "configuration.node_groups[\(index)].nodes")
            let pass = book.derive(
                "compute.groups[\(index)].pass_seconds",
                microBatches * flops * term(book, "configuration.represented.micro_batch_sequences_per_accelerator")
                    * context / (book.constant(group.accelerator.peakRate) * mfu), .seconds,
                symbol: "passes_\(index)", place: "not printed by itself",
                meaning: "forward and backward pass of a step on group \(index), undisturbed")
            passes.append(nodes * pass)
            updates.append(nodes * optimizer(index, group, workload, job, to: &book))
        }
        let count = Formula.number(Double(job.worldSize))
        let undisturbed = book.derive(
            "compute.pass_seconds", .total(passes) / count, .seconds, symbol: "passes",
            place: "not printed by itself", meaning: "forward and backward pass of a step, undisturbed, mean of nodes")
        let draws = { (kind: Disturbances.Kind, share: (NodeTiming) -> VirtualDuration) -> Double in
            var (drawn, calm) = (VirtualDuration.zero, VirtualDuration.zero)
            for rank in 0..<job.worldSize {
                let plain = share(job.timings[job.groupOfRank[rank]]) * job.accumulation
                for step in 1...report.account.trainingSteps {
                    drawn += job.disturbances.disturbed(plain, kind: kind, rank: rank, step: step)
                    calm += plain
                }
            }
            return calm > .zero ? drawn.seconds / calm.seconds : 1
        }
        let anatomy = report.account.anatomy
        let parts: [(String, Double, Formula, Double)] = [
            ("forward", draws(.forward, \.forward), .number(1), anatomy.meanForward.seconds),
            ("backward", draws(.backward, \.backward), .number(2), anatomy.meanBackward.seconds),
        ]
        for (name, draw, thirds, seconds) in parts {
            let mean = book.add(
                Explanation(
                    "compute.\(name)_draw_ratio", draw, .ratio, symbol: "\(name)_draw", place: "not printed by itself",
                    meaning: "mean of the seeded draws of jitter and stragglers over ranks and steps: 1 + sigma x z, "
                        + "sigma being configuration.compute_jitter_ratio", origin: .clocks,
                    related: ["configuration.compute_jitter_ratio"]))
            book.add(
                Explanation(
                    "emulated.step.\(name)_seconds", seconds, .seconds, symbol: name, aliases: [name],
                    place: "step", meaning: "\(name) pass, mean of ranks and steps; a third of the FLOPs is forward",
                    formula: undisturbed * thirds / .number(3) * mean))
        }
        book.add(
            Explanation(
                "emulated.step.optimizer_seconds", anatomy.meanOptimizer.seconds, .seconds, symbol: "optimizer",
                aliases: ["optimizer"], place: "step", meaning: "update of the weights, bound by memory; mean of nodes",
                formula: .total(updates) / count))
    }

    private static func optimizer(
        _ index: Int, _ group: NodeGroup, _ workload: RepresentedWorkload, _ job: EmulatedJob,
        to book: inout ExplanationBook
    ) -> Formula {
        let bytes = book.add(
            Explanation(
                "represented.optimizer_bytes_per_parameter", Double(workload.optimizerBytesPerParameter), .bytes,
                place: "not printed by itself",
                meaning: "bytes that the optimizer moves through an accelerator's memory for each parameter",
                origin: .configuration))
        let parameters = book.term("configuration.represented.parameters")
        var own = parameters
        if workload.sharding != .none {
            let shard = Formula.function(.ceiling, [parameters / .number(Double(job.cluster.nodeCount))])
            own = .function(
                .ceiling, [shard / book.term("configuration.node_groups[\(index)].accelerators_per_node")])
        }
        return book.derive(
            "compute.groups[\(index)].optimizer_seconds",
            bytes * own * .number(8) / book.constant(group.accelerator.memoryBandwidth), .seconds,
            symbol: "update_\(index)", place: "not printed by itself",
            meaning: "update of what an accelerator of group \(index) owns, at its memory's bandwidth")
    }

    /// Parts of the mean step, which tile it.
    private static func step(_ report: RunReport, to book: inout ExplanationBook) {
        let anatomy = report.account.anatomy
        let fabric = report.cluster.fabric
        let slowed = book.add(
            Explanation(
                "emulated.step.slowed_compute_seconds", anatomy.meanSlowedCompute.seconds, .seconds,
                symbol: "slowed_compute", aliases: ["compute slowed by communication"], place: "step",
                meaning: "what communication beside them added to the passes", origin: .clocks,
                related: ["configuration.overlap_slowdown_ratio"]))
        let storage = book.add(
            Explanation(
                "emulated.step.storage_seconds", anatomy.meanStorage.seconds, .seconds, symbol: "storage_time",
                aliases: ["storage time"], place: "step", meaning: "waiting for input, and checkpoints",
                origin: .clocks, related: report.cluster.nodes.map(\.storage.readBandwidth.name)))
        let waits = WaitCause.allCases.map { cause in
            let name = Cause(cause).rawValue
            let behind: [String] =
                switch cause {
                case .latency: [fabric.latency.name]
                case .bandwidth: [fabric.linkEfficiency.name, "emulated.all_reduce.closed_form_ports_seconds"]
                case .contention: ["emulated.all_reduce.closed_form_contention_seconds"]
                case .intraNode: ["emulated.all_reduce.closed_form_intra_node_seconds"]
                case .imbalance: ["compute.pass_seconds"]
                case .straggler: ["compute.forward_draw_ratio", "compute.backward_draw_ratio"]
                case .linkFault: []
                }
            let word = OverheadSection.name(Cause(cause))
            return book.add(
                Explanation(
                    "emulated.step.waits.\(name)_seconds", anatomy.meanWait(cause).seconds, .seconds, symbol: name,
                    aliases: [word, "\(word) wait", cause == .straggler ? "straggler wait" : "\(name) wait"],
                    place: "step, exposed",
                    meaning: "waiting that the clocks with this cause have more than those without it; causes are "
                        + "added in the order of docs/result.md, mean of ranks and steps", origin: .clocks,
                    related: behind))
        }
        let all = Formula.sum(waits)
        book.add(
            Explanation(
                "emulated.step.duration_seconds", anatomy.meanDuration.seconds, .seconds, symbol: "step",
                aliases: ["step"], place: "step",
                meaning: "from a rank's end of the step before to its end of this one, mean of ranks and steps",
                formula: ["forward", "backward"].reduce(Formula.sum([])) {
                    $0 + book.term("emulated.step.\($1)_seconds")
                } + slowed + book.term("emulated.step.optimizer_seconds") + storage + all))
        let exposed = WaitCause.allCases.indices.filter {
            WaitCause.allCases[$0] == .intraNode || WaitCause.allCases[$0].isNetwork
        }
        book.derive(
            "exposed_seconds", .sum(exposed.map { waits[$0] }), .seconds, symbol: "exposed",
            aliases: ["exposed", "exposed all-reduce", "exposed communication"], place: "step, exposed",
            meaning: "communication that compute does not hide: waits for the network and inside the node")
        let stream = book.add(
            Explanation(
                "emulated.all_reduce.stream_seconds", anatomy.meanCommunication.seconds, .seconds, symbol: "stream",
                aliases: ["all-reduce", "communication"], place: "all-reduce",
                meaning: "mean time of a step in which its collectives run, waiting for peers included",
                origin: .clocks, related: ["emulated.all_reduce.bus_bandwidth_bytes_per_second"]))
        guard stream.value > 0 else { return }
        book.derive(
            "hidden_ratio",
            .number(1) - .function(.minimum, [.function(.maximum, [all / stream, .number(0)]), .number(1)]),
            .ratio, aliases: ["hidden", "% hidden"], place: "all-reduce",
            meaning: "share of the stream's time that compute hides: a rank waits as long as its stream outlasts it")
    }

    /// One node alone, on clocks of its own.
    private static func scaling(_ report: RunReport, to book: inout ExplanationBook) {
        guard let efficiency = report.analysis.scalingEfficiency else {
            book.add(
                Explanation(
                    "emulated.scaling_efficiency_ratio", value: .text("none: one node"), place: "scaling efficiency",
                    meaning: "step of one node over this step", origin: .clocks))
            return
        }
        var cluster = report.account.job.cluster
        cluster.nodes = [cluster.nodes[0]]
        cluster.nodes[0].count = 1
        var clock = ClusterClock(
            job: EmulatedJob(cluster: cluster, virtualRanks: report.virtualRanks, bookedLaneOnly: true))
        var sum = VirtualDuration.zero
        for _ in 0..<report.account.trainingSteps { sum += clock.train().actual[0].duration }
        let alone = book.add(
            Explanation(
                "step_of_one_node_seconds", sum.seconds / Double(report.account.trainingSteps), .seconds,
                symbol: "step_alone", place: "not printed by itself",
                meaning: "mean step of the first node alone, with nobody to wait for, on clocks of its own",
                origin: .repricing))
        book.add(
            Explanation(
                "emulated.scaling_efficiency_ratio", efficiency, .ratio, symbol: "scaling_efficiency",
                aliases: ["scaling efficiency"], place: "scaling efficiency",
                meaning: "weak scaling: each node has the same work, alone and among the others",
                formula: alone / book.term("emulated.step.duration_seconds")))
    }
}
