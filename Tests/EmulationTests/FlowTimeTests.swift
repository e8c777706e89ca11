import ClusterModel
import Collectives
import Emulation
import TestSupport
import Testing
import Units

/// Messages that leave at once, and a probe: the receiver of one of them passes something long on to a rank that shares
/// nothing, so that the time of the whole says when that one message had arrived.
private struct Probed: CollectiveSchedule {
    struct Message {
        let from: Int
        let to: Int
        let chunks: Int
    }

    let worldSize: Int
    let messages: [Message]
    let probe: Message
    var name: String { "probed" }
    var rounds: Int { 2 }
    /// All chunks are equal, and the probe carries all of them.
    var chunkCount: Int { probe.chunks }

    func step(rank: Int, round: Int) -> RoundStep {
        let all = round == 0 ? messages : [probe]
        return RoundStep(
            sends: Transfers(
                all.filter { $0.from == rank }.map { Transfer(peer: $0.to, chunks: 0..<$0.chunks, combine: .copy) }),
            receives: Transfers(
                all.filter { $0.to == rank }.map { Transfer(peer: $0.from, chunks: 0..<$0.chunks, combine: .copy) }))
    }
}

/// A network of switches drawn by hand. Of each switch's nodes the last is left alone: there the probes go.
private struct HandDrawn {
    /// Of a node's ports: by rank.
    let ports: [Bandwidth]
    /// Switch of each rank; ranks of a switch are consecutive.
    let switchOfRank: [Int]
    /// Between switches: from, to, rate.
    let links: [(from: Int, to: Int, rate: Bandwidth)]
    var latency: TimeSpan = .zero
    static let chunkBytes: Int64 = 125_000

    var network: NetworkModel {
        var fixture = Fixture(nodes: ports.count)
        fixture.latency = latency
        fixture.link = quantity("400 Gb/s")
        fixture.topology = .graph(
            Fabric.SwitchGraph(
                switches: Set(switchOfRank).sorted().map { "switch \($0)" },
                switchLinks: links.map { .init(from: $0.from, to: $0.to, rate: $0.rate, count: 1, latency: nil) },
                nodeLinks: ports.indices.map {
                    .init(ranks: $0...$0, toSwitch: switchOfRank[$0], rate: ports[$0], latency: nil)
                }))
        return NetworkModel(cluster: fixture.cluster, constants: CentralValues())
    }

    /// The rank that is left alone beside `rank`.
    func spare(beside rank: Int) -> Int { switchOfRank.lastIndex(of: switchOfRank[rank])! }

    /// When the message to `receiver` has arrived, all having left at 0.
    ///
    /// - Parameters:
    ///   - messages: (sender, receiver, megabits).
    ///   - probe: megabits that are passed on: so long that they end last.
    func arrival(
        at receiver: Int, of messages: [(from: Int, to: Int, megabits: Int)], probe: Int = 1_000_000
    ) -> VirtualDuration {
        let network = network
        let spare = spare(beside: receiver)
        let setting = CollectiveSetting(
            schedule: Probed(
                worldSize: ports.count,
                messages: messages.map { .init(from: $0.from, to: $0.to, chunks: $0.megabits) },
                probe: .init(from: receiver, to: spare, chunks: probe)),
            network: network, disturbances: .none)
        let whole = CollectiveTime(
            setting: setting, elements: Int(Self.chunkBytes) / 4 * probe, width: 4, evaluation: .events
        ).total
        return whole - latency.duration
            - network.bandwidth(from: receiver, to: spare).duration(ofBytes: Self.chunkBytes * Int64(probe))
    }
}

private func gigabits(_ value: Int) -> Bandwidth { Bandwidth(count: Int64(value) * 1_000_000_000) }
private func milliseconds(_ value: Int) -> VirtualDuration { .microseconds(1000 * value) }

/// Flow by flow and by hand, to the attosecond. A megabit at 1 Gb/s takes a millisecond.
@Suite struct FlowTimeTests {
    /// Three senders on one switch, three receivers on another, a link of 90 Gb/s between them.
    private func threeFlows(ports: [Int], latency: TimeSpan = .zero) -> HandDrawn {
        HandDrawn(
            ports: (ports + [90] + [90, 90, 90, 90]).map(gigabits), switchOfRank: [0, 0, 0, 0, 1, 1, 1, 1],
            links: [(from: 0, to: 1, rate: gigabits(90))], latency: latency)
    }

    @Test("three flows of different caps share a link max–min fairly", arguments: ["0 s", "3 us"])
    func caps(latency: String) {
        let alpha: TimeSpan = quantity(latency)
        let drawn = threeFlows(ports: [10, 30, 90], latency: alpha)
        // 10 + 30 + 50; when the first ends after 10 ms, 30 + 60.
        let messages = [(from: 0, to: 4, megabits: 100), (1, 5, 900), (2, 6, 1100)]
        #expect(drawn.arrival(at: 4, of: messages) == milliseconds(10) + alpha.duration)
        #expect(drawn.arrival(at: 5, of: messages) == milliseconds(30) + alpha.duration)
        #expect(drawn.arrival(at: 6, of: messages) == milliseconds(20) + alpha.duration)
    }

    @Test("a flow that ends leaves its share to the others at that instant, not before and not after")
    func earlyEnd() {
        let drawn = threeFlows(ports: [90, 90, 90])
        // 30 each until 10 ms, 45 each until 20 ms, then 90.
        let messages = [(from: 0, to: 4, megabits: 300), (1, 5, 750), (2, 6, 1650)]
        #expect(drawn.arrival(at: 4, of: messages) == milliseconds(10))
        #expect(drawn.arrival(at: 5, of: messages) == milliseconds(20))
        #expect(drawn.arrival(at: 6, of: messages) == milliseconds(30))
    }

    @Test("a flow that comes takes its share at that instant")
    func lateStart() {
        let drawn = threeFlows(ports: [90, 90, 90])
        // Rank 1 sends to its neighbour for 5 ms first. Alone the other has sent 450 by then; both at 45 until 15 ms.
        let messages = [(from: 0, to: 4, megabits: 900), (1, 2, 450), (1, 5, 900)]
        #expect(drawn.arrival(at: 4, of: messages) == milliseconds(15))
        #expect(drawn.arrival(at: 5, of: messages) == milliseconds(20))
        #expect(drawn.arrival(at: 2, of: messages) == milliseconds(5))
    }

    @Test("what one flow cannot use behind its own bottleneck is the other's")
    func twoBottlenecks() {
        // Two links of 90 and 20 in a row: the flow over both has 20, the one over the first 70.
        let drawn = HandDrawn(
            ports: [Bandwidth](repeating: gigabits(90), count: 8), switchOfRank: [0, 0, 0, 1, 1, 1, 2, 2],
            links: [(from: 0, to: 1, rate: gigabits(90)), (from: 1, to: 2, rate: gigabits(20))])
        let messages = [(from: 0, to: 6, megabits: 400), (1, 3, 700)]
        #expect(drawn.arrival(at: 3, of: messages) == milliseconds(10))
        #expect(drawn.arrival(at: 6, of: messages) == milliseconds(20))
        // A second one over both halves the 20, and the first link has 80 and 20 to give: 10, 10 and 70.
        let three = messages + [(from: 4, to: 7, megabits: 400)]
        #expect(drawn.arrival(at: 3, of: three) == VirtualDuration(attoseconds: 8_750_000_000_000_000))
    }

    @Test("a receiving port takes in what two slowed flows bring as fast as they bring it")
    func fanIn() {
        let drawn = threeFlows(ports: [90, 90, 90])
        #expect(drawn.arrival(at: 4, of: [(from: 0, to: 4, megabits: 450), (1, 4, 450)]) == milliseconds(10))
        // Where the link is no limit the port is: one after the other.
        let inside = [(from: 0, to: 2, megabits: 450), (1, 2, 450)]
        #expect(drawn.arrival(at: 2, of: inside) == milliseconds(10))
    }

    @Test("a 3:1 oversubscribed leaf–spine slows exactly the flows that cross it", arguments: 1...6)
    func oversubscribed(crossing: Int) {
        // Leaves of twelve nodes with 60 Gb/s: 240 Gb/s of uplinks a leaf. Ranks 0–5 send, the first ones across.
        var fixture = Fixture(nodes: 24)
        fixture.latency = .zero
        fixture.link = gigabits(60)
        fixture.topology = .leafSpine(hostsPerLeaf: 12, oversubscription: quantity("3"))
        let network = NetworkModel(cluster: fixture.cluster, constants: CentralValues())
        let messages = (0..<6).map {
            Probed.Message(from: $0, to: $0 < crossing ? 12 + $0 : 6 + $0, chunks: 300)
        }
        for message in messages {
            let isCrossing = message.to >= 12
            let setting = CollectiveSetting(
                schedule: Probed(
                    worldSize: 24, messages: messages,
                    probe: .init(from: message.to, to: isCrossing ? 23 : 6, chunks: 100_000)),
                network: network, disturbances: .none)
            let whole = CollectiveTime(setting: setting, elements: 31_250 * 100_000, width: 4, evaluation: .events)
            let arrival = whole.total - gigabits(60).duration(ofBytes: 125_000 * 100_000)
            // 300 megabits at 60 Gb/s, or at a fifth or a sixth of the uplinks.
            let microseconds = isCrossing ? max(5000, 1250 * crossing) : 5000
            #expect(arrival == .microseconds(microseconds), "rank \(message.from) to rank \(message.to)")
        }
    }
}

/// Random networks and flows, from a seed.
private struct RandomFlows {
    let drawn: HandDrawn
    let pairs: [(from: Int, to: Int)]

    init(seed: Int) {
        var counter: UInt64 = 0
        func draw(_ bound: Int) -> Int {
            counter += 1
            return Int(SplitHash.bits(UInt64(seed), counter) % UInt64(bound))
        }
        let switches = 2 + draw(3)
        let each = 1 + draw(3)
        // A tree of switches, and now and then a link more.
        var links = (1..<switches).map { (from: draw($0), to: $0, rate: gigabits(5 + draw(100))) }
        if switches > 2, draw(2) == 0 { links.append((from: 0, to: switches - 1, rate: gigabits(5 + draw(100)))) }
        // Each switch has senders, as many receivers, and one node that is left alone.
        let perSwitch = 2 * each + 1
        drawn = HandDrawn(
            ports: (0..<switches * perSwitch).map { _ in gigabits(10 + draw(90)) },
            switchOfRank: (0..<switches * perSwitch).map { $0 / perSwitch }, links: links)
        let senders = (0..<switches).flatMap { s in (0..<each).map { s * perSwitch + $0 } }
        var receivers = senders.map { $0 + each }
        var pairs: [(from: Int, to: Int)] = []
        for sender in senders { pairs.append((sender, receivers.remove(at: draw(receivers.count)))) }
        self.pairs = pairs
    }

    /// Rates from arrival times: the flow that is asked for is the first to end by far.
    var rates: [Double] {
        pairs.indices.map { asked in
            let messages = pairs.indices.map {
                (from: pairs[$0].from, to: pairs[$0].to, megabits: $0 == asked ? 1 : 2000)
            }
            let time = drawn.arrival(at: pairs[asked].to, of: messages, probe: 200_000_000)
            return 1e6 / time.seconds
        }
    }

    /// The obvious reference: raise all rates together, a little at a time, and freeze who cannot go on.
    func waterFilling(_ network: NetworkModel) -> [Double] {
        let links = pairs.map { network.links(from: $0.from, to: $0.to) }
        let caps = pairs.map {
            Double(min(network.portBandwidth(rank: $0.from), network.portBandwidth(rank: $0.to)).count)
        }
        var rates = [Double](repeating: 0, count: pairs.count)
        var isRising = [Bool](repeating: true, count: pairs.count)
        while isRising.contains(true) {
            // The largest step that violates nothing.
            var step = pairs.indices.filter { isRising[$0] }.map { caps[$0] - rates[$0] }.min()!
            for link in network.linkCapacities.indices {
                let rising = pairs.indices.filter { isRising[$0] && links[$0].contains(link) }.count
                let load = pairs.indices.filter { links[$0].contains(link) }.reduce(0) { $0 + rates[$1] }
                if rising > 0 { step = min(step, (Double(network.linkCapacities[link].count) - load) / Double(rising)) }
            }
            for flow in pairs.indices where isRising[flow] { rates[flow] += step }
            for flow in pairs.indices where isRising[flow] {
                let isBlocked = links[flow].contains { link in
                    let load = pairs.indices.filter { links[$0].contains(link) }.reduce(0) { $0 + rates[$1] }
                    return load > Double(network.linkCapacities[link].count) * (1 - 1e-12)
                }
                if isBlocked || rates[flow] > caps[flow] * (1 - 1e-12) { isRising[flow] = false }
            }
        }
        return rates
    }
}

@Suite struct FairShareTests {
    /// Rates are whole bits per second, rounded down.
    private static let tolerance = 1e-6

    @Test("rates are max–min fair on random networks", arguments: 1...60)
    func fairness(seed: Int) {
        let random = RandomFlows(seed: seed)
        let network = random.drawn.network
        let rates = random.rates
        let links = random.pairs.map { network.links(from: $0.from, to: $0.to) }
        let capacities = network.linkCapacities.map { Double($0.count) }
        let loads = capacities.indices.map { link in
            rates.indices.filter { links[$0].contains(link) }.reduce(0) { $0 + rates[$1] }
        }
        for link in capacities.indices { #expect(loads[link] <= capacities[link] * (1 + Self.tolerance)) }
        for (flow, pair) in random.pairs.enumerated() {
            let ports = min(network.portBandwidth(rank: pair.from), network.portBandwidth(rank: pair.to))
            #expect(rates[flow] <= Double(ports.count) * (1 + Self.tolerance))
            if rates[flow] >= Double(ports.count) * (1 - Self.tolerance) { continue }
            // Else a link on its way is full, and nobody on it has more.
            let hasBottleneck = links[flow].contains { link in
                loads[link] >= capacities[link] * (1 - Self.tolerance)
                    && rates.indices.allSatisfy {
                        !links[$0].contains(link) || rates[$0] <= rates[flow] * (1 + Self.tolerance)
                    }
            }
            #expect(hasBottleneck, "flow \(flow) of seed \(seed) has \(rates[flow]) bit/s")
        }
        for (rate, expected) in zip(rates, random.waterFilling(network)) {
            #expect(abs(rate / expected - 1) < Self.tolerance)
        }
    }
}
