import ClusterModel
import Collectives
import Emulation
import TestSupport
import Testing
import Units

/// Clocks that travel in the messages of sharded training, against the price.
@Suite struct ShardedMessageTests {
    private static func job(
        nodes: Int, _ sharding: RepresentedWorkload.Sharding, overlap: Bool, isDisturbed: Bool
    ) -> EmulatedJob {
        var fixture = Fixture(nodes: nodes, accelerators: 2)
        fixture.bucketSize = quantity("40 kB")
        fixture.firstBucketSize = quantity("4 kB")
        fixture.link = quantity("1 Gb/s")
        fixture.sharding = sharding
        fixture.overlap = overlap
        fixture.accumulation = 2
        fixture.collective = CollectiveChoice(algorithm: .ring)
        if isDisturbed {
            fixture.jitter = quantity("2 %")
            fixture.overlapSlowdown = quantity("10 %")
            fixture.checkpointInterval = 2
            fixture.disturbances = Fixture.everyDisturbance(background: false)
        }
        return EmulatedJob(cluster: fixture.cluster)
    }

    @Test(
        "clocks that the messages move equal the price, on every lane, disturbed and not",
        arguments: RepresentedWorkload.Sharding.allCases, [1, 2, 3, 5, 8])
    func messages(sharding: RepresentedWorkload.Sharding, nodes: Int) {
        for (overlap, isDisturbed) in [(true, false), (true, true), (false, true)] {
            let job = Self.job(nodes: nodes, sharding, overlap: overlap, isDisturbed: isDisturbed)
            #expect(job.carriedLanes == job.lanes && job.lanes.count == (isDisturbed ? 6 : 5))
            var clock = ClusterClock(job: job)
            var carried: [StepPhase: Int] = [:]
            // The evaluation after training is told from the one before it by its number.
            for (phase, step) in [(StepPhase.evaluation, 0), (.training, 1), (.training, 2), (.evaluation, 3)] {
                let observe = { (operation: Int, before: StreamClocks, after: StreamClocks) in
                    carried[phase, default: 0] += 1
                    let clocks = job.exchange(operation, of: phase, step: step, from: before)
                    for rank in 0..<nodes {
                        #expect(clocks[rank] == after[rank], "\(phase) \(operation), rank \(rank)")
                    }
                }
                _ = phase == .training ? clock.train(observe: observe) : clock.evaluate(observe: observe)
            }
            #expect(carried[.training] == 2 * job.training.operations.count)
            #expect(carried[.evaluation, default: 0] == 2 * job.evaluation.operations.count)
            #expect(job.evaluation.operations.count == (sharding == .fsdp ? job.buckets.count : 0))
        }
    }
}
