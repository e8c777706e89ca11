import Accounting
import ClusterModel
import Emulation
import TestSupport
import Testing
import Units

/// Two sites with electricity of their own, and a link between them whose equipment stands at a third.
@Suite struct SitesTests {
    private static func cluster(allocation: Fabric.Allocation = .dedicated, links: Int = 2) -> Cluster {
        var fixture = Fixture(nodes: 2, accelerators: 2)
        fixture.link = quantity("10 Gb/s")
        fixture.jitter = quantity("2 %")
        fixture.bucketSize = quantity("80 kB")
        let base = fixture.cluster
        var cluster = base
        cluster.sites = [
            ("north", "1.1", "50 g/kWh"), ("south", "1.5", "800 g/kWh"), ("sea", "1.25", "300 g/kWh"),
        ].map { name, pue, intensity in
            Site(
                name: name, pue: exactly("pue \(name)", quantity(pue)),
                intensity: exactly("grid \(name)", quantity(intensity)))
        }
        cluster.nodes = ["north", "south"].map { base.nodes[0].at($0) }
        cluster.nodes[1].count = 3
        cluster.fabric = Fabric(
            topology: .wan(
                local: .star,
                links: [
                    .init(
                        between: .init("north", "south"), bandwidth: quantity("1 Gb/s"), count: links,
                        latency: exactly("wan latency", quantity("5 ms")),
                        equipment: WANModel(
                            name: "line system", capacity: quantity("4 Gb/s"),
                            power: exactly("wan power", .watts(700)),
                            embodied: exactly("wan embodied", quantity("80 kg"))),
                        site: "sea")
                ]),
            link: base.fabric.link, latency: base.fabric.latency, linkEfficiency: base.fabric.linkEfficiency,
            switchModel: base.fabric.switchModel, optics: base.fabric.optics, allocation: allocation)
        return cluster
    }

    private static let intensities = ["north": 50.0, "south": 800.0, "sea": 300.0]
    private static let shares = ["north": 0.1, "south": 0.5, "sea": 0.25]

    /// Half a microgram an entry, in grams.
    private static func rounding(_ account: RunAccount) -> Double { 0.5e-6 * Double(account.ledger.entryCount) }

    private func joules(_ account: RunAccount, _ component: Component) -> Double {
        Double(account.ledger.total { part, _, _, _ in part == component }.energy) * 1e-9
    }

    @Test("equipment between sites is booked with its own site's electricity and PUE", arguments: [1, 2])
    func equipment(links: Int) {
        let account = RunAccount.simulated(job: EmulatedJob(cluster: Self.cluster(links: links)), steps: 4)
        let seconds = account.clock.makespan().seconds
        let standing = account.ledger.total { part, _, _, cause in part == .wan && cause == .standing }
        let watts = 700.0 * Double(links)
        #expect(abs(Double(standing.energy) * 1e-9 / (0.9 * watts * seconds) - 1) < 1e-6)
        // All that crosses: the ring's two messages between the sites, a quarter of the bucket in six rounds, both ways.
        let crossed = 4 * Double(account.job.traffic(of: .training).reduce(0) { $0 + $1.wan })
        let gradient = Double(account.job.cluster.workload.represented.model.parameterCount * 4)
        #expect(abs(crossed / (4 * 2 * 2 * 4 / 5 * gradient) - 1) < 1e-4)
        let transfer = account.ledger.total { part, _, _, cause in part == .wan && cause == .transfer }
        // Each set of 700 W carries 1 Gb/s in both directions.
        #expect(abs(Double(transfer.energy) * 1e-9 / (0.1 * 700 / 2e9 * crossed * 8) - 1) < 1e-4)
        let facility = account.ledger.total { part, serving, _, _ in part == .facility && serving == .wan }
        let wan = joules(account, .wan)
        #expect(abs(Double(facility.energy) * 1e-9 / (0.25 * wan) - 1) < 1e-6)
        let grams = account.ledger.total { _, serving, _, _ in serving == .wan }.grams
        #expect(abs(grams - wan * 1.25 / 3.6e6 * 300) < Self.rounding(account))
    }

    @Test("every entry has the intensity and PUE of where its device stands, and all add up")
    func entries() throws {
        let job = EmulatedJob(cluster: Self.cluster())
        var account = RunAccount(job: job)
        var (energy, emissions): (Int128, Int128) = (0, 0)
        for kind in [RankStep.Kind.evaluation, .training, .training, .training, .closing] {
            let priced = account.price(kind)
            let reported = priced.actual.map { account.account($0) }
            for report in reported {
                for (index, entry) in report.entries.enumerated() {
                    let site = entry.serving == .wan ? "sea" : job.cluster.nodes[job.groupOfRank[report.rank]].site
                    let place = job.cluster.sites.first { $0.name == site }!
                    #expect(entry.emissions == place.intensity.central.emissions(of: entry.energy))
                    energy += Int128(entry.energy.count)
                    emissions += Int128(entry.emissions.count)
                    guard entry.component == .facility else { continue }
                    // Right behind what it serves: round((PUE − 1) · energy).
                    let served = report.entries[index - 1]
                    #expect(served.component == entry.serving && served.cause == entry.cause)
                    let due = Double(served.energy.count) * Self.shares[site]!
                    #expect(abs(Double(entry.energy.count) - due) <= 0.5 + 1e-9 * abs(due))
                }
            }
            try account.book(priced, reported: reported)
        }
        let total = account.ledger.total()
        #expect(total.energy == energy && total.emissions == emissions)
        #expect((0..<5).map { account.ledger.total(rank: $0) }.reduce(LedgerTotal(), +) == total)
        let parts = Component.allCases.map { part in account.ledger.total { c, _, _, _ in c == part } }
        #expect(parts.reduce(LedgerTotal(), +) == total)
    }

    @Test("a rank's emissions are its site's, but for its share of the link")
    func ranks() {
        let account = RunAccount.simulated(job: EmulatedJob(cluster: Self.cluster()), steps: 3)
        let all = account.ledger.total()
        let wan = account.ledger.total { _, serving, _, _ in serving == .wan }
        var grams = wan.grams
        // What the equipment between sites draws is shared by all ranks: take it off a rank's energy.
        let standing = Double(account.ledger.total { _, s, _, c in s == .wan && c == .standing }.energy) / 5
        for rank in 0..<5 {
            let sending = rank == 1 || rank == 4
            let transfer = Double(account.ledger.total { _, s, _, c in s == .wan && c == .transfer }.energy)
            let own = Double(account.ledger.total(rank: rank).energy) - standing - (sending ? transfer / 2 : 0)
            grams += own * 1e-9 / 3.6e6 * Self.intensities[rank < 2 ? "north" : "south"]!
        }
        #expect(abs(grams - all.grams) < Self.rounding(account))
    }

    @Test("each site's switches and optics are charged to its own ranks, and draw its electricity")
    func switches() {
        let job = EmulatedJob(cluster: Self.cluster())
        var account = RunAccount(job: job)
        let step = account.price(.evaluation).actual
        // Two ranks in the north, three in the south; a switch each, and two transceivers a node.
        for (component, ratio) in [(Component.switch, 1.0), (.optics, 2.0 / 3)] {
            let rates = step.map { step in
                let entries = account.account(step).entries.filter {
                    $0.component == component && $0.cause == .standing
                }
                return Double(entries.reduce(0) { $0 + $1.energy.count }) / step.duration.seconds
            }
            #expect(abs((rates[0] + rates[1]) / (rates[2] + rates[3] + rates[4]) - ratio) < 1e-4, "\(component)")
            let grams = (0..<5).map { rank in
                Embodied.emissions(
                    job: job, rank: rank, reserved: .init(attoseconds: 1 << 90), constants: CentralValues()
                ).first { $0.component == component }!.mass.grams
            }
            #expect(abs((grams[0] + grams[1]) / (grams[2] + grams[3] + grams[4]) - ratio) < 1e-4, "\(component)")
            #expect(abs(rates[0] / rates[1] - 1) < 1e-4 && abs(rates[2] / rates[4] - 1) < 1e-4)
        }
    }

    @Test("with port-share a set of equipment is charged by the share of its capacity that the link takes")
    func portShare() {
        let whole = RunAccount.simulated(job: EmulatedJob(cluster: Self.cluster()), steps: 2)
        let shared = RunAccount.simulated(job: EmulatedJob(cluster: Self.cluster(allocation: .portShare)), steps: 2)
        #expect(whole.clock.makespan() == shared.clock.makespan())
        let standing = [whole, shared].map { account in
            Double(account.ledger.total { part, _, _, cause in part == .wan && cause == .standing }.energy)
        }
        // 1 Gb/s of 4.
        #expect(abs(standing[1] / standing[0] - 0.25) < 1e-6)
    }
}

extension NodeGroup {
    /// The same nodes at another site.
    fileprivate func at(_ site: String) -> NodeGroup {
        NodeGroup(
            count: count, accelerator: accelerator, acceleratorsPerNode: acceleratorsPerNode,
            interconnect: interconnect, cpu: cpu, sockets: sockets, memory: memory, memoryPower: memoryPower,
            memoryEmbodied: memoryEmbodied, basePower: basePower, baseEmbodied: baseEmbodied, nic: nic,
            nicsPerNode: nicsPerNode, storage: storage, storagePerNode: storagePerNode, site: site,
            ratedPower: ratedPower)
    }
}
