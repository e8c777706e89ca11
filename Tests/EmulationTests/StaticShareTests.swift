import ClusterModel
import Collectives
import Emulation
import TestSupport
import Testing
import Units

@Suite struct StaticShareTests {
    /// A shipped cluster that trains a model of some ten buckets of the given size, nearly all the time communicating.
    private static func cluster(_ config: String, bucket: ByteCount) throws -> Cluster {
        var cluster = try ClusterFile.load(path: config).cluster
        var fixture = Fixture()
        fixture.bucketSize = bucket
        fixture.firstBucketSize = bucket
        // 24·w² + 384·w parameters of four bytes.
        fixture.width = (1...).first { Int64(4 * (24 * $0 * $0 + 384 * $0)) >= 9 * bucket.bytes }!
        cluster.workload = fixture.cluster.workload
        cluster.assumptions = fixture.cluster.assumptions
        return cluster
    }

    /// The only pair whose ranks drift apart for good, so that messages share links with ever other ones; see
    /// docs/decisions/static-shares.md.
    private static func isDrifting(_ config: String, _ algorithm: Algorithm) -> Bool {
        config == "torus" && algorithm == .shardedParameterServer
    }

    @Test(
        "steps by static shares take within 5 % of what they take event by event, on every shipped cluster",
        arguments: ShippedClusters.names, ["1 kB", "10 kB", "100 kB", "1 MB", "10 MB", "100 MB"])
    func withinFivePerCent(config: String, size: String) throws {
        let cluster = try Self.cluster(config, bucket: quantity(size))
        for algorithm in Algorithm.allCases {
            let jobs = [SharedLinkEvaluation.events, .staticShares].map {
                EmulatedJob(cluster: cluster, bookedLaneOnly: true, algorithm: algorithm, sharedLinks: $0)
            }
            var clocks = jobs.map { ClusterClock(job: $0) }
            for step in 1...4 {
                for index in clocks.indices { _ = clocks[index].train() }
                let (events, shares) = (clocks[0].makespan(), clocks[1].makespan())
                let error = abs(shares.seconds / events.seconds - 1)
                #expect(error < (Self.isDrifting(config, algorithm) ? 0.2 : 0.05), "\(algorithm), step \(step)")
                // Where no link is shared the two are one evaluation.
                if !jobs[0].setting.sharesLinks { #expect(events == shares) }
            }
        }
    }
}
