internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// Embodied emissions by the SCI rule: embodied x makespan / lifetime, of nodes reserved whole.
enum EmbodiedExplanations {
    static func add(_ report: RunReport, to book: inout ExplanationBook) {
        let actual = book.term("emulated.makespan_seconds")
        let ideal = book.term("emulated.ideal_network_makespan_seconds")
        let lifetime = book.constant(report.cluster.assumptions.hardwareLifetime)
        var (ours, theirs): ([Formula], [Formula]) = ([], [])
        for share in report.analysis.embodied {
            let component = share.component
            let made = made(component, report, to: &book)
            let name = "emulated.embodied[\(component.rawValue)]"
            let rounding = Explanation.Rounding(
                entries: report.account.job.worldSize, quantum: 1e-6, unit: "a microgram")
            let over = { (span: Formula) in made * span / (lifetime * .number(3600)) }
            ours.append(
                book.add(
                    Explanation(
                        "\(name).emissions_gco2e", share.actual.grams, .grams, symbol: component.rawValue,
                        aliases: ["\(component.word) embodied"], place: "result.json",
                        meaning: "embodied emissions of \(component.word) over the run's time, of their lifetime",
                        formula: over(actual), rounding: rounding, keys: ["emulated.embodied[].component"])))
            theirs.append(
                book.add(
                    Explanation(
                        "\(name).ideal_network_gco2e", share.ideal.grams, .grams,
                        symbol: "\(component.rawValue)_ideal", place: "result.json",
                        meaning: component.isFabric
                            ? "nothing between nodes is there on the ideal network"
                            : "the same over the ideal network's time",
                        origin: component.isFabric ? .configuration : .formula,
                        formula: component.isFabric ? nil : over(ideal), rounding: rounding)))
        }
        let total = book.add(
            Explanation(
                "emulated.embodied_gco2e", report.analysis.embodiedTotal.grams, .grams, symbol: "embodied",
                aliases: ["embodied"], place: "EMULATED CLUSTER, emissions",
                meaning: "embodied emissions of all hardware for the time of the run (SCI, ISO/IEC 21031:2024)",
                formula: .sum(ours), related: ["emulated.network_overhead.embodied_against_ideal_gco2e"]))
        let against = book.add(
            Explanation(
                "emulated.network_overhead.embodied_against_ideal_gco2e",
                report.analysis.embodied.reduce(0) { $0 + $1.actual.grams - $1.ideal.grams }, .grams,
                symbol: "embodied_against_ideal", aliases: ["embodied", "embodied of the network"],
                place: "NETWORK OVERHEAD, embodied",
                meaning: "embodied emissions more than on the ideal network: its devices, and all else for its time",
                formula: total - .sum(theirs)))
        if total.value > 0 {
            book.derive(
                "embodied_against_ideal_ratio", against / total, .ratio, aliases: ["embodied %"],
                place: "NETWORK OVERHEAD, embodied", meaning: "share of the embodied emissions")
        }
    }

    /// What was emitted in making all of a component, in grams.
    private static func made(_ component: Component, _ report: RunReport, to book: inout ExplanationBook) -> Formula {
        let cluster = report.cluster
        let count = { (value: Int) in Formula.number(Double(value)) }
        var parts: [Formula] = []
        var scopes: Set<String> = []
        for (index, group) in cluster.nodes.enumerated() {
            let nodes = book.term("configuration.node_groups[\(index)].nodes")
            switch component {
            case .accelerator:
                parts.append(
                    nodes * book.term("configuration.node_groups[\(index)].accelerators_per_node")
                        * book.constant(group.accelerator.embodied))
            case .cpu: parts.append(nodes * count(group.sockets) * book.constant(group.cpu.embodied))
            case .memory: parts.append(nodes * book.constant(group.memoryEmbodied))
            case .hostBase: parts.append(nodes * book.constant(group.baseEmbodied))
            case .storage: parts.append(nodes * count(group.storagePerNode) * book.constant(group.storage.embodied))
            case .nic: parts.append(nodes * count(group.nicsPerNode) * book.constant(group.nic.embodied))
            case .switch, .optics:
                let scope = cluster.fabric.wanLinks.isEmpty ? "" : group.site
                guard scopes.insert(scope).inserted else { continue }
                let terms = FabricTerms(report, site: group.site, to: &book)
                if component == .switch, let model = cluster.fabric.switchModel {
                    parts.append(terms.switches * book.constant(model.embodied))
                }
                if component == .optics, let optics = cluster.fabric.optics {
                    parts.append(terms.optics * book.constant(optics.embodied))
                }
            case .wan, .facility: break
            }
        }
        if component == .wan, let wan = WANTerms(report, to: &book) { parts.append(wan.embodied) }
        let made = parts.isEmpty ? Formula.number(0) : .total(parts)
        return book.derive(
            "embodied_made.\(component.rawValue)_gco2e", made, .grams, symbol: "made_\(component.rawValue)",
            place: "not printed by itself", meaning: "emitted in making all \(component.word) that are charged")
    }
}
