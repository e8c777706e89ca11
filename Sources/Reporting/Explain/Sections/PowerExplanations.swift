internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// What each kind of use costs on one node of a group, and the electricity that pays for it.
struct PowerTerms {
    /// By group and kind: watts, or joules a byte; `nil` for what the group has not.
    private var rates: [[UsageKind: Formula]] = []
    private let places: [(pue: Formula, intensity: Formula)]
    private let between: (pue: Formula, intensity: Formula)?

    /// Watts, or joules a byte.
    func rate(_ group: Int, _ kind: UsageKind) -> Formula? { rates[group][kind] }
    /// PUE of what draws it.
    func pue(_ group: Int, _ kind: UsageKind) -> Formula { place(group, kind).pue }
    /// gCO2e/kWh of the electricity, the mean where it changes.
    func intensity(_ group: Int, _ kind: UsageKind) -> Formula { place(group, kind).intensity }

    private func place(_ group: Int, _ kind: UsageKind) -> (pue: Formula, intensity: Formula) {
        kind.component == .wan ? between ?? places[group] : places[group]
    }

    init(_ report: RunReport, to book: inout ExplanationBook) {
        let cluster = report.cluster
        var places: [(pue: Formula, intensity: Formula)] = []
        for group in cluster.nodes {
            let site = cluster.sites.first { $0.name == group.site } ?? cluster.sites[0]
            places.append((book.constant(site.pue), book.constant(site.intensity)))
        }
        self.places = places
        let wan = WANTerms(report, to: &book)
        between = wan.map { ($0.pue, $0.intensity) }
        for (index, group) in cluster.nodes.enumerated() {
            rates.append(Self.rates(index, group, wan: wan, report, to: &book))
        }
    }

    private static func rates(
        _ index: Int, _ group: NodeGroup, wan: WANTerms?, _ report: RunReport, to book: inout ExplanationBook
    ) -> [UsageKind: Formula] {
        let cluster = report.cluster
        let assumptions = cluster.assumptions
        let count = { (value: Int) in Formula.number(Double(value)) }
        let accelerators = book.term("configuration.node_groups[\(index)].accelerators_per_node")
        let active = book.constant(group.accelerator.activePower)
        let idle = book.constant(group.accelerator.idlePower)
        let waiting = book.derive(
            "power.groups[\(index)].waiting_accelerator_watts",
            idle + book.constant(assumptions.stallPowerFraction) * (active - idle), .watts,
            symbol: "waiting_accelerator", aliases: ["waiting"], place: "ASSUMED",
            meaning: "what one accelerator of group \(index) draws while it waits for others")
        let proportional = book.constant(assumptions.networkProportionality)
        let standing = .number(1) - proportional
        let storageIdle = book.constant(group.storage.idlePower)
        let nic = book.constant(group.nic.power)
        var powers: [(UsageKind, Formula, String)] = [
            (.acceleratorComputing, accelerators * active, "accelerators of a node while they compute"),
            (.acceleratorWaiting, accelerators * waiting, "accelerators of a node while they wait"),
            (.cpuComputing, cpus(group, .computing, report, to: &book), "CPUs of a node while it computes"),
            (.cpuWaiting, cpus(group, .waiting, report, to: &book), "CPUs of a node while it waits for others"),
            (.cpuStorage, cpus(group, .storage, report, to: &book), "CPUs of a node while it waits for storage"),
            (.memory, book.constant(group.memoryPower), "memory of a node"),
            (.hostBase, book.constant(group.basePower), "fans, supply losses and board of a node"),
            (.storageIdle, count(group.storagePerNode) * storageIdle, "idle storage of a node"),
            (
                .storageBusy, count(group.storagePerNode) * (book.constant(group.storage.activePower) - storageIdle),
                "what busy storage of a node draws above its idle power"
            ),
            (.nicStanding, standing * count(group.nicsPerNode) * nic, "NICs of a node without load"),
        ]
        let scope = FabricTerms(report, site: group.site, to: &book)
        if let model = cluster.fabric.switchModel, scope.switches.value > 0 {
            powers.append(
                (
                    .switchStanding, standing * scope.switches * book.constant(model.power) / scope.attached,
                    "a node's equal share of the switches without load"
                ))
        }
        if let optics = cluster.fabric.optics, scope.optics.value > 0 {
            powers.append(
                (
                    .opticsStanding, standing * scope.optics * book.constant(optics.power) / scope.attached,
                    "a node's equal share of the transceivers without load"
                ))
        }
        if let wan {
            powers.append(
                (
                    .wanStanding, standing * wan.power / count(cluster.nodeCount),
                    "a node's equal share of the links between sites without load"
                ))
        }
        var rates: [UsageKind: Formula] = [:]
        for (kind, formula, words) in powers {
            rates[kind] = book.derive(
                "power.groups[\(index)].\(kind.key)_watts", formula, .watts, symbol: "P_\(kind.key)",
                place: "not printed by itself", meaning: "\(words) of group \(index)")
        }
        // A device that carries its rate in both directions at once has twice that capacity.
        var carriers: [(UsageKind, Formula, Double, String)] = [
            (.nicTransfer, nic, 2 * Double(group.nic.bandwidth.count), "a NIC")
        ]
        if let model = cluster.fabric.switchModel {
            carriers.append(
                (
                    .switchTransfer, book.constant(model.power),
                    Double(model.portBandwidth.count) * Double(model.ports), "a switch"
                ))
        }
        if let optics = cluster.fabric.optics {
            carriers.append(
                (.opticsTransfer, book.constant(optics.power), 2 * Double(cluster.fabric.link.count), "a transceiver"))
        }
        if let wan { carriers.append((.wanTransfer, wan.total, 2 * wan.capacity, "the links between sites")) }
        for (kind, power, capacity, words) in carriers {
            rates[kind] = book.derive(
                "power.groups[\(index)].\(kind.key)_joules_per_byte",
                proportional * power * .number(8) / .number(capacity), .joulesPerByte, symbol: "J_per_byte_\(kind.key)",
                place: "not printed by itself",
                meaning: "what a byte draws in \(words): the power that follows the load, over the capacity in bit/s")
        }
        return rates
    }
}

extension PowerTerms {
    /// All CPUs of a node: at their active power, or by a curve at the load of the activity.
    private static func cpus(
        _ group: NodeGroup, _ activity: CPUActivity, _ report: RunReport, to book: inout ExplanationBook
    ) -> Formula {
        let sockets = Formula.number(Double(group.sockets))
        guard case .loadCurve(let loads) = report.cluster.assumptions.cpuPower else {
            return sockets * book.constant(group.cpu.activePower)
        }
        // Where the accelerator is the CPU itself, nothing comes on top.
        guard group.accelerator.kind != .cpu, let tdp = group.cpu.tdp else { return .number(0) }
        let curve = group.cpu.loadCurve ?? loads.curve
        let load = loads[activity]
        let upper = curve.points.firstIndex { load.central <= $0.load && $0.load > .zero } ?? curve.points.count - 1
        let (below, above) = (curve.points[upper - 1], curve.points[upper])
        let way =
            (book.constant(load) - .number(below.load.value))
            / .number(above.load.value - below.load.value)
        let raised = (1..<curve.exponent).reduce(way) { power, _ in power * way }
        let (from, to) = (book.constant(below.share), book.constant(above.share))
        return sockets * book.constant(tdp) * (from + (to - from) * raised)
    }
}

/// The switches and transceivers that a node is attached to, and how many nodes share them.
struct FabricTerms {
    /// As charged: whole, or the share of their ports that is in use.
    let switches: Formula
    let optics: Formula
    let attached: Formula

    /// Where a WAN joins several sites, the network of the node's own one; else everything.
    init(_ report: RunReport, site: String, to book: inout ExplanationBook) {
        let cluster = report.cluster
        let isDivided = !cluster.fabric.wanLinks.isEmpty
        let inventory = FabricInventory(cluster: cluster, site: site)
        let root = isDivided ? "fabric[\(site)]" : "fabric"
        let leaf = { (book: inout ExplanationBook, name: String, count: Int, words: String) -> Formula in
            book.add(
                Explanation(
                    "\(root).\(name)", Double(count), .count, place: "not printed by itself",
                    meaning: words + (isDivided ? " at \(site)" : "") + ", by the rules of the topology",
                    origin: .configuration))
        }
        let nodes = cluster.nodes.reduce(0) { $0 + (!isDivided || $1.site == site ? $1.count : 0) }
        attached = leaf(&book, "attached_nodes", nodes, "nodes that share switches and transceivers")
        let built = leaf(&book, "switches_built", inventory.switches, "switches")
        optics = leaf(&book, "transceivers", inventory.optics, "transceivers, two a cable")
        guard cluster.fabric.allocation == .portShare, inventory.portsBuilt > 0 else {
            switches = built
            return
        }
        let used = leaf(&book, "ports_used", inventory.portsUsed, "switch ports with a cable in them")
        let all = leaf(&book, "ports_built", inventory.portsBuilt, "ports of all switches")
        switches = book.derive(
            "\(root).switches_charged", built * used / all, .count, place: "not printed by itself",
            meaning: "switches that are charged: the share of their ports in use")
    }
}

/// The equipment of all links between sites together.
struct WANTerms {
    let power: Formula
    let total: Formula
    let pue: Formula
    let intensity: Formula
    /// bit/s per direction.
    let capacity: Double
    /// Embodied carbon of all of it.
    let embodied: Formula
    /// True if the equipment stands at more than one site.
    let isDivided: Bool

    /// `nil` where there is no such link.
    init?(_ report: RunReport, to book: inout ExplanationBook) {
        let cluster = report.cluster
        let links = report.account.job.worldSize > 1 ? cluster.fabric.wanLinks : []
        guard !links.isEmpty else { return nil }
        var (powers, embodied, pues, intensities): ([Formula], [Formula], [Formula], [Formula]) = ([], [], [], [])
        for (index, link) in links.enumerated() {
            guard let site = cluster.sites.first(where: { $0.name == link.site }) else { return nil }
            var sets = Formula.number(Double(link.count))
            if cluster.fabric.allocation == .portShare {
                sets =
                    sets * .number(Double(link.bandwidth.count)) / .number(Double(link.equipment.capacity.count))
            }
            let power = book.derive(
                "wan[\(index)].power_watts", sets * book.constant(link.equipment.power), .watts,
                symbol: "P_wan_\(index)", place: "not printed by itself",
                meaning: "equipment of the links from \(link.between.first) to \(link.between.second), as charged")
            powers.append(power)
            pues.append(power * book.constant(site.pue))
            intensities.append(power * book.constant(site.intensity))
            embodied.append(sets * book.constant(link.equipment.embodied))
        }
        let total = book.derive(
            "wan.power_watts", .total(powers), .watts, symbol: "P_wan", place: "not printed by itself",
            meaning: "equipment of all links between sites")
        self.total = total
        power = total
        pue = book.derive(
            "wan.pue_ratio", .total(pues) / total, .ratio, symbol: "pue_wan", place: "not printed by itself",
            meaning: "PUE where the equipment between sites stands, weighted by power")
        intensity = book.derive(
            "wan.intensity_gco2e_per_kwh", .total(intensities) / total, .gramsPerKilowattHour,
            symbol: "intensity_wan", place: "not printed by itself",
            meaning: "of the electricity of the equipment between sites, weighted by power")
        capacity = links.reduce(0) { $0 + Double($1.bandwidth.count) * Double($1.count) }
        self.embodied = .total(embodied)
        isDivided = Set(links.map(\.site)).count > 1
    }
}

extension UsageKind {
    /// `accelerator_computing`.
    var key: String {
        "\(self)".reduce(into: "") { text, letter in
            text += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
        }
    }
}
