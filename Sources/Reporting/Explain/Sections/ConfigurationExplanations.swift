internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// What was asked for, and what follows from it alone.
enum ConfigurationExplanations {
    private static let place = "configuration in result.json"

    static func add(_ report: RunReport, to book: inout ExplanationBook) {
        represented(report, to: &book)
        for (index, site) in report.cluster.sites.enumerated() {
            let name = "configuration.sites[\(index)]"
            book.derive(
                "\(name).pue", book.constant(site.pue), .ratio, place: place, meaning: "PUE of \(site.name), central")
            book.derive(
                "\(name).intensity_gco2e_per_kwh", book.constant(site.intensity), .gramsPerKilowattHour, place: place,
                meaning: "carbon intensity of \(site.name), location-based; the series' mean where there is one")
        }
        let status: JSONValue = ResultFile.value(report)
        guard case .object(let members) = status else { return }
        for key in ["format", "seed", "status", "steps_done", "steps_planned"] {
            leaf(members[key] ?? .null, at: key, place: "result.json", to: &book)
        }
        leaf(members["configuration"] ?? .null, at: "configuration", place: place, to: &book)
        budget(report, to: &book)
    }

    /// All that is below, each by its path; arrays by index.
    private static func leaf(_ value: JSONValue, at path: String, place: String, to book: inout ExplanationBook) {
        switch value {
        case .object(let members):
            for key in members.keys.sorted() { leaf(members[key]!, at: "\(path).\(key)", place: place, to: &book) }
            return
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                leaf(element, at: "\(path)[\(index)]", place: place, to: &book)
            }
            guard elements.isEmpty else { return }
        case .null, .bool, .integer, .number, .string: break
        }
        let meaning = "\(words(path)): as the cluster file, its defaults or the command line say"
        book.add(
            Explanation(
                path, value: scalar(value, key: path), aliases: aliases[path] ?? [], place: place, meaning: meaning,
                origin: .configuration))
    }

    private static let aliases = [
        "configuration.fabric.topology": ["network"], "configuration.collective": ["network", "algorithm"],
        "configuration.compute_jitter_ratio": ["compute jitter"], "steps_done": ["stopped"], "seed": ["seed"],
    ]

    private static func words(_ path: String) -> String {
        let last = path.split(separator: ".").last.map(String.init) ?? path
        return last.split(separator: "_").joined(separator: " ")
    }

    private static func scalar(_ value: JSONValue, key: String) -> Explanation.Value {
        let unit: ExplainedUnit =
            key.hasSuffix("_bytes")
            ? .bytes : key.hasSuffix("_seconds") ? .seconds : key.hasSuffix("_ratio") ? .ratio : .count
        return switch value {
        case .integer(let count): .number(Double(count), unit)
        case .number(let number): .number(number, unit)
        case .string(let text): .text(text)
        case .bool(let flag): .text(flag ? "true" : "false")
        default: .text("-")
        }
    }

    /// Sizes of the model and of a step.
    private static func represented(_ report: RunReport, to book: inout ExplanationBook) {
        let workload = report.cluster.workload.represented
        let model = workload.model
        let leaf = { (book: inout ExplanationBook, name: String, value: Int, meaning: String) -> Formula in
            book.add(
                Explanation(
                    name, Double(value), .count, place: place, meaning: meaning, origin: .configuration))
        }
        let layers = leaf(&book, "represented.layers", model.layers, "Transformer blocks of \(model.name)")
        let width = leaf(&book, "represented.width", model.width, "of the residual stream of \(model.name)")
        let vocabulary = leaf(&book, "represented.vocabulary", model.vocabulary, "rows of the token embedding")
        let context = leaf(
            &book, "configuration.represented.context_tokens", model.context, "tokens of a sequence")
        let parameters = book.derive(
            "configuration.represented.parameters",
            (vocabulary + context) * width + layers * (.number(12) * width * width + .number(13) * width)
                + .number(2) * width, .count, aliases: ["parameters"], place: "EMULATED CLUSTER",
            meaning: "weights and biases of \(model.name); the output head is tied to the embedding")
        let gradientWidth = leaf(
            &book, "represented.bytes_per_gradient", workload.gradientType.width,
            "bytes of an element on the wire, \(workload.gradientType.rawValue)")
        book.derive(
            "configuration.represented.gradient_bytes", parameters * gradientWidth, .bytes, place: place,
            meaning: "bytes of one full gradient")
        let microBatch = leaf(
            &book, "configuration.represented.micro_batch_sequences_per_accelerator",
            workload.microBatchPerAccelerator, "sequences that an accelerator processes in a micro-batch")
        let accumulated = leaf(
            &book, "configuration.gradient_accumulation_micro_batches", workload.gradientAccumulation,
            "micro-batches of a step before gradients are reduced")
        let virtual = leaf(
            &book, "configuration.virtual_ranks", report.virtualRanks, "micro-gradients that a worker keeps apart")
        var accelerators: [Formula] = []
        for (index, group) in report.cluster.nodes.enumerated() {
            let nodes = leaf(
                &book, "configuration.node_groups[\(index)].nodes", group.count, "nodes of group \(index)")
            let each = leaf(
                &book, "configuration.node_groups[\(index)].accelerators_per_node", group.acceleratorsPerNode,
                "accelerators of a node of group \(index)")
            accelerators.append(nodes * each)
        }
        book.derive(
            "configuration.represented.tokens_per_step",
            .total(accelerators) * microBatch * context * accumulated * virtual, .count,
            aliases: ["tokens a step"], place: "EMULATED CLUSTER",
            meaning: "tokens of one emulated step, over all accelerators and micro-batches")
    }

    /// What was allowed, and how much of it was used.
    private static func budget(_ report: RunReport, to book: inout ExplanationBook) {
        guard let budget = report.budget else {
            book.add(
                Explanation(
                    "budget", value: .text("none"), place: "result.json",
                    meaning: "what the emulated cluster was allowed (--max-carbon, --max-energy)",
                    origin: .configuration))
            return
        }
        let limits: [(String, Double?, ExplainedUnit, String)] = [
            ("budget.max_emissions_gco2e", budget.emissions?.grams, .grams, "--max-carbon"),
            ("budget.max_energy_joules", budget.energy.map { Double($0.nanojoules) / 1e9 }, .joules, "--max-energy"),
        ]
        for (name, limit, unit, option) in limits {
            book.add(
                Explanation(
                    name, value: limit.map { .number($0, unit) } ?? .text("no limit"),
                    aliases: limit == nil ? [] : ["budget"], place: "EMULATED CLUSTER, budget",
                    meaning: "most that the emulated cluster may take (\(option))", origin: .configuration))
        }
        book.add(
            Explanation(
                "budget.stopped_by", value: .text(report.budgetStop?.limit.rawValue ?? "-"), aliases: ["stopped"],
                place: "STOPPED", meaning: "the limit that forbade a further step", origin: .repricing))
        guard let stop = report.budgetStop else { return }
        book.addSums(
            "budget.with_next_step", stop.withNextStep, place: "STOPPED",
            meaning: "of the run with one more step, a checkpoint if one would have been due, the final evaluation "
                + "and the end, priced ahead", origin: .repricing)
    }
}
