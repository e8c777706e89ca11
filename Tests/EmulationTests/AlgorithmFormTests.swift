import ClusterModel
import Collectives
import Emulation
import TestSupport
import Testing
import Units

/// A network of `nodes` nodes on one switch.
private struct Idle {
    let nodes: Int
    let link: Bandwidth
    let latency: TimeSpan

    init(_ nodes: Int, _ link: String, _ latency: String) {
        self.nodes = nodes
        self.link = quantity(link)
        self.latency = quantity(latency)
    }

    static let rates = [("1 Mb/s", "0 s"), ("1 Gb/s", "50 us"), ("100 Gb/s", "2 us"), ("1.6 Tb/s", "1 s")]

    func setting(_ algorithm: Algorithm, groupSize: Int = 1, segments: Int = 8) -> CollectiveSetting {
        var fixture = Fixture(nodes: nodes)
        fixture.link = link
        fixture.latency = latency
        let network = NetworkModel(cluster: fixture.cluster, constants: CentralValues())
        return CollectiveSetting(
            schedule: algorithm.schedule(worldSize: nodes, groupSize: groupSize, segments: segments), network: network,
            disturbances: .none)
    }

    func time(_ algorithm: Algorithm, elements: Int, groupSize: Int = 1, segments: Int = 8) -> VirtualDuration {
        CollectiveTime(
            setting: setting(algorithm, groupSize: groupSize, segments: segments), elements: elements, width: 4
        ).total
    }

    /// α + ⌈elements⌉·4/B, rounded as the clocks round it.
    func message(_ elements: Int) -> VirtualDuration { latency.duration + wire(elements) }
    func wire(_ elements: Int) -> VirtualDuration { link.duration(ofBytes: Int64(elements) * 4) }
    func chunk(_ elements: Int, parts: Int) -> Int { (elements + parts - 1) / parts }
    /// ⌈log2 n⌉
    var depth: Int { (0...).first { 1 << $0 >= nodes }! }
}

@Suite struct AlgorithmFormTests {
    private static let lengths = [1, 1000, 12_345]

    @Test("the ring takes 2(n−1)(α + ⌈S/n⌉/B)", arguments: 1...33)
    func ring(n: Int) {
        for (link, latency) in Idle.rates {
            let idle = Idle(n, link, latency)
            for elements in Self.lengths {
                let expected = idle.message(idle.chunk(elements, parts: n)) * (2 * (n - 1))
                // With fewer elements than ranks the empty chunks leave early.
                let time = idle.time(.ring, elements: elements)
                if elements >= n { #expect(time == expected) } else { #expect(time <= expected) }
            }
        }
    }

    @Test("halving–doubling takes 2 log2 n·α + 2(n−1)/n·S/B, and folded α + S/B twice more", arguments: 2...33)
    func halvingDoubling(n: Int) {
        for (link, latency) in Idle.rates {
            let idle = Idle(n, link, latency)
            let core = HalvingDoubling(worldSize: n).chunkCount
            let elements = core * 120
            var expected = VirtualDuration.zero
            var half = elements / 2
            for _ in 0..<core.trailingZeroBitCount {
                expected += idle.message(half) * 2
                half /= 2
            }
            if core != n { expected += idle.message(elements) * 2 }
            #expect(idle.time(.halvingDoubling, elements: elements) == expected)
        }
    }

    @Test("recursive doubling takes log2 n·(α + S/B), folded up to two more", arguments: 2...33)
    func recursiveDoubling(n: Int) {
        for (link, latency) in Idle.rates {
            let idle = Idle(n, link, latency)
            let core = HalvingDoubling(worldSize: n).chunkCount
            let rounds = core.trailingZeroBitCount
            for elements in Self.lengths {
                let (time, message) = (idle.time(.recursiveDoubling, elements: elements), idle.message(elements))
                // Who gives its bucket to another is waited for by some of the ranks only.
                if core == n { #expect(time == message * rounds) }
                #expect(time >= message * rounds && time <= message * (rounds + 2))
            }
        }
    }

    @Test("the binomial tree takes 2⌈log2 n⌉(α + S/B)", arguments: 1...33)
    func binomial(n: Int) {
        for (link, latency) in Idle.rates {
            let idle = Idle(n, link, latency)
            for elements in Self.lengths {
                #expect(idle.time(.binomialTree, elements: elements) == idle.message(elements) * (2 * idle.depth))
            }
        }
    }

    @Test("one server takes 2α + 2(n−1)S/B, being one of the ranks", arguments: 2...33)
    func server(n: Int) {
        for (link, latency) in Idle.rates {
            let idle = Idle(n, link, latency)
            for elements in Self.lengths {
                let expected = (idle.latency.duration + idle.wire(elements) * (n - 1)) * 2
                #expect(idle.time(.parameterServer, elements: elements) == expected)
            }
        }
    }

    @Test("sharded servers take 2α + 2(n−1)/n·S/B, and direct exchange 2(n−1)α", arguments: 2...33)
    func sharded(n: Int) {
        for (link, latency) in Idle.rates {
            let idle = Idle(n, link, latency)
            let transfer = idle.wire(120) * (2 * (n - 1))
            let servers = idle.time(.shardedParameterServer, elements: n * 120)
            #expect(servers == transfer + idle.latency.duration * 2)
            let exchange = idle.time(.direct, elements: n * 120)
            #expect(exchange == transfer + idle.latency.duration * (2 * (n - 1)))
        }
    }

    @Test(
        "two levels take the rings of both, one after the other",
        arguments: [(2, 2), (4, 2), (3, 5), (8, 4), (2, 16)])
    func twoLevel(g: Int, m: Int) {
        for (link, latency) in Idle.rates {
            let idle = Idle(g * m, link, latency)
            let elements = g * m * 60
            let expected = idle.message(m * 60) * (2 * (g - 1)) + idle.message(60) * (2 * (m - 1))
            #expect(idle.time(.twoLevel, elements: elements, groupSize: g) == expected)
        }
    }

    @Test("the double tree stays within its pipeline term of 2⌈log2 n⌉α + 2S/B", arguments: 2...33)
    func doubleTree(n: Int) {
        for (link, latency) in Idle.rates {
            let idle = Idle(n, link, latency)
            for segments in [1, 4, 32] {
                let elements = 2 * segments * 500
                let time = idle.time(.doubleBinaryTree, elements: elements, segments: segments)
                let ideal = idle.latency.duration * (2 * idle.depth) + idle.wire(elements) * 2
                // Filling and draining: k − 1 more latencies, and 2D − 1 turns of four segments, each S/2k.
                let segment = idle.wire(elements / (2 * segments))
                let pipeline = idle.latency.duration * (segments - 1) + segment * (4 * (2 * idle.depth - 1))
                #expect(time <= ideal + pipeline, "\(link), \(latency), \(segments) segments")
            }
        }
    }

    @Test("nobody beats ⌈log2 n⌉α or 2(n−1)/n·S/B", arguments: Algorithm.allCases)
    func bounds(algorithm: Algorithm) {
        for n in 2...33 {
            for (link, latency) in Idle.rates {
                let idle = Idle(n, link, latency)
                for elements in [0, 1, n - 1, 12_345] {
                    let time = idle.time(algorithm, elements: elements, groupSize: 3)
                    if algorithm.isPeerToPeer { #expect(time >= idle.latency.duration * idle.depth) }
                    #expect(time >= idle.wire(elements).scaled(by: 2 * Int128(n - 1), over: Int128(n)))
                }
            }
        }
    }

    @Test(
        "priced event by event, a network without shared links gives the same to the attosecond",
        arguments: Algorithm.allCases)
    func events(algorithm: Algorithm) {
        for n in [1, 2, 3, 5, 8, 13, 33] {
            for (link, latency) in Idle.rates {
                let idle = Idle(n, link, latency)
                for elements in [0, 1, 12_345] {
                    let setting = idle.setting(algorithm, groupSize: 3, segments: 5)
                    let events = CollectiveTime(setting: setting, elements: elements, width: 4, evaluation: .events)
                    let messages = CollectiveTime(setting: setting, elements: elements, width: 4)
                    #expect(events == messages, "\(n) ranks, \(link), \(latency), \(elements) elements")
                }
            }
        }
    }
}
