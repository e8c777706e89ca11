import ClusterModel
import Emulation
import TestSupport
import Testing
import Units

/// The clocks of sharded training against a plain loop over units.
@Suite struct ShardedReferenceTests {
    private struct Case: CustomStringConvertible {
        let sharding: RepresentedWorkload.Sharding
        let nodes: Int
        let accelerators: Int
        /// Parts of the model in a bucket, and in the first one; about as many buckets.
        let parts: (bucket: Int, first: Int)
        let accumulation: Int
        let overlap: Bool
        let slowdown: String
        let network: Network

        var description: String {
            "\(sharding.rawValue), \(nodes) × \(accelerators), 1/\(parts.bucket) and 1/\(parts.first), "
                + "\(accumulation) micro-batches, overlap \(overlap), slowdown \(slowdown), \(network)"
        }

        /// Every bucket divides by the nodes, as the model does: its size is a multiple of its width.
        var fixture: Fixture {
            var fixture = Fixture(nodes: nodes, accelerators: accelerators)
            fixture.width = nodes * ((31 + nodes) / nodes)
            let parameters = fixture.cluster.workload.represented.model.parameterCount
            let size = { (parts: Int) in ByteCount(count: Int64(4 * nodes * max(1, parameters / parts / nodes))) }
            fixture.bucketSize = size(parts.bucket)
            fixture.firstBucketSize = size(parts.first)
            fixture.sharding = sharding
            fixture.accumulation = accumulation
            fixture.overlap = overlap
            fixture.overlapSlowdown = quantity(slowdown)
            fixture.link = quantity(network.link)
            fixture.latency = quantity(network.latency)
            fixture.peakRate = quantity(network.compute)
            return fixture
        }
    }

    /// From one on which all of the communication hides to one on which nearly all of the compute does.
    private struct Network {
        let link: String
        let latency: String
        let compute: String
    }

    private static let networks = [
        Network(link: "1.6 Tb/s", latency: "0 s", compute: "100 GFLOP/s"),
        Network(link: "100 Gb/s", latency: "200 ns", compute: "1 TFLOP/s"),
        Network(link: "20 Gb/s", latency: "1 us", compute: "1 TFLOP/s"),
        Network(link: "1 Gb/s", latency: "20 us", compute: "3 TFLOP/s"),
    ]
    private static let parts = [(bucket: 1, first: 1), (1, 10), (5, 20), (37, 37)]
    private static let shardings = RepresentedWorkload.Sharding.allCases.filter { $0 != .none }

    /// Both say the same of an evaluation and two steps: to the attosecond, or within rounding where compute is slowed.
    private func compare(_ it: Case) {
        let fixture = it.fixture
        var naive = NaiveShardedRank(fixture)
        var clock = ClusterClock(job: EmulatedJob(cluster: fixture.cluster))
        for step in 0...2 {
            let expected = step == 0 ? naive.evaluate() : naive.train()
            let priced = step == 0 ? clock.evaluate().actual : clock.train().actual
            for one in priced {
                let told = NaiveShardedRank.Step(one)
                #expect(told.isClose(to: expected, by: it.slowdown == "0" ? 0 : 1000), "\(it), step \(step)")
            }
        }
    }

    @Test(
        "one rank that stands for all, played by a plain loop, takes the same time to the attosecond",
        arguments: [RepresentedWorkload.Sharding.zero2, .fsdp], [1, 2, 3, 5])
    func everything(sharding: RepresentedWorkload.Sharding, nodes: Int) {
        for accelerators in [1, 3] {
            for parts in Self.parts {
                for accumulation in [1, 3] {
                    for network in Self.networks {
                        for (overlap, slowdown) in [(true, "0"), (true, "20 %"), (false, "20 %")] {
                            compare(
                                Case(
                                    sharding: sharding, nodes: nodes, accelerators: accelerators, parts: parts,
                                    accumulation: accumulation, overlap: overlap, slowdown: slowdown,
                                    network: network))
                        }
                    }
                }
            }
        }
    }

    @Test("and for every number of nodes", arguments: 1...33)
    func everyWorldSize(nodes: Int) {
        for (index, sharding) in Self.shardings.enumerated() {
            for overlap in [true, false] {
                compare(
                    Case(
                        sharding: sharding, nodes: nodes, accelerators: 1 + nodes % 4,
                        parts: Self.parts[(nodes + index) % 4], accumulation: 1 + 2 * (nodes % 2), overlap: overlap,
                        slowdown: "0", network: Self.networks[(nodes / 2 + index) % 4]))
            }
        }
    }
}

extension NaiveShardedRank.Step {
    fileprivate init(_ step: RankStep) {
        end = step.end.attoseconds
        inputStall = step.inputStall.attoseconds
        exposed = step.wait.attoseconds
        slowed = step.slowedCompute.attoseconds
        communication = step.communication.attoseconds
    }

    /// - Parameter tolerance: of each figure (attoseconds).
    fileprivate func isClose(to other: Self, by tolerance: Int128) -> Bool {
        [
            end - other.end, inputStall - other.inputStall, exposed - other.exposed, slowed - other.slowed,
            communication - other.communication,
        ].allSatisfy { abs($0) <= tolerance }
    }
}
