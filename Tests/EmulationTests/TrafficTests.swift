import ClusterModel
import Collectives
import Emulation
import TestSupport
import Testing
import Units

@Suite struct TrafficTests {
    private static func fixture(_ algorithm: Algorithm, nodes: Int) -> Fixture {
        var fixture = Fixture(nodes: nodes)
        fixture.collective = CollectiveChoice(
            algorithm: CollectiveChoice.Algorithm(rawValue: algorithm.rawValue)!, groupSize: 3, segments: 4)
        // Sizes that divide by nothing.
        fixture.bucketSize = quantity("99996 B")
        fixture.firstBucketSize = quantity("4004 B")
        fixture.link = quantity("1 Gb/s")
        return fixture
    }

    /// Payload of all ranks of an all-reduce of `bytes`: 2(n−1)·S for all but recursive doubling, which sends k·2^k·S
    /// between the first 2^k ranks, and from and to each other one S.
    private static func payload(_ algorithm: Algorithm, nodes: Int, bytes: Int64) -> Int64 {
        guard algorithm == .recursiveDoubling else { return 2 * Int64(nodes - 1) * bytes }
        let exponent = Int.bitWidth - 1 - nodes.leadingZeroBitCount
        return Int64((exponent << exponent) + 2 * (nodes - 1 << exponent)) * bytes
    }

    @Test(
        "what is sent is received, and is what the formula says, to the byte",
        arguments: Algorithm.allCases, [1, 2, 3, 5, 8, 13, 16, 33])
    func formula(algorithm: Algorithm, nodes: Int) {
        let job = EmulatedJob(cluster: Self.fixture(algorithm, nodes: nodes).cluster)
        let gradient = Int64(job.cluster.workload.represented.model.parameterCount * 4)
        let traffic = job.traffic(of: .training)
        let (sent, received) = (traffic.reduce(0) { $0 + $1.sent }, traffic.reduce(0) { $0 + $1.received })
        #expect(sent == received)
        #expect(sent == Self.payload(algorithm, nodes: nodes, bytes: gradient))
        // One switch and two transceivers at each of its ports on every way.
        #expect(traffic.allSatisfy { $0.switches == $0.sent && $0.optics == 4 * $0.sent && $0.wan == 0 })
        var clock = ClusterClock(job: job)
        for (step, due) in zip(clock.train().actual, traffic) {
            #expect(step.bytesSent == due.sent && step.bytesReceived == due.received)
            #expect(step.bytesSentAgain == 0 && step.bytesReceivedAgain == 0)
        }
    }

    @Test("what is sent again is booked apart, and is received too", arguments: Algorithm.allCases, [2, 5, 8])
    func retransmission(algorithm: Algorithm, nodes: Int) {
        var fixture = Self.fixture(algorithm, nodes: nodes)
        fixture.disturbances = DisturbanceModel(
            packetLoss: .init(
                probability: quantity("3 %"), packet: quantity("1 KiB"), timeout: quantity("30 us"), ranks: nil))
        let job = EmulatedJob(cluster: fixture.cluster)
        var clock = ClusterClock(job: job)
        for _ in 0..<3 {
            let steps = clock.train().actual
            for (step, due) in zip(steps, job.traffic(of: .training)) {
                #expect(step.bytesSent == due.sent && step.bytesReceived == due.received)
                #expect(step.switchBytes == due.switches + step.bytesSentAgain)
                #expect(step.opticsBytes == due.optics + 4 * step.bytesSentAgain)
            }
            let again = steps.reduce(0) { $0 + $1.bytesSentAgain }
            #expect(again > 0 && again == steps.reduce(0) { $0 + $1.bytesReceivedAgain })
            // About 3 in 97 of the payload.
            let payload = steps.reduce(0) { $0 + $1.bytesSent }
            #expect(again * 100 > payload && again * 100 < payload * 6)
        }
    }
}
