import Accounting
import ClusterModel
import Emulation
import Projection
import Testing
import Units

@Suite struct ClusterProjectionTests {
    static func cluster(_ name: String, jitter: Bool = false) throws -> Cluster {
        var cluster = try ClusterFile.load(path: name).cluster
        if !jitter {
            cluster.assumptions = Assumptions(
                stallPowerFraction: cluster.assumptions.stallPowerFraction,
                networkProportionality: cluster.assumptions.networkProportionality,
                hardwareLifetime: cluster.assumptions.hardwareLifetime, computeJitter: .zero)
        }
        return cluster
    }

    @Test("energy and time are those of the ledger's step, times the steps", arguments: ["default", "10gbe", "rail"])
    func ledger(name: String) throws {
        let cluster = try Self.cluster(name)
        let tokens = 1_000_000_000
        let run = try ClusterProjection.run(cluster: cluster, tokens: tokens)
        let steps = ClusterProjection.steps(cluster: cluster, tokens: tokens)
        var account = RunAccount(job: EmulatedJob(cluster: cluster))
        _ = account.price(.training)
        let priced = account.price(.training).actual
        var energy: Int128 = 0
        for step in priced {
            for entry in account.account(step).entries { energy += Int128(entry.energy.count) }
        }
        let mean = priced.reduce(0) { $0 + $1.duration.seconds } / Double(priced.count)
        #expect(abs(run.time.central.total.seconds / (mean * Double(steps)) - 1) < 1e-9)
        // The ledger lets network devices follow their load and charges reading from storage.
        #expect(abs(Double(run.energy.central) / (Double(energy) * Double(steps)) - 1) < 0.01)
    }

    @Test("a slower network costs waiting, not compute")
    func network() throws {
        let fast = try ClusterProjection.run(cluster: Self.cluster("default"), tokens: 1_000_000_000)
        let slow = try ClusterProjection.run(cluster: Self.cluster("10gbe"), tokens: 1_000_000_000)
        #expect(fast.time.central.computing == slow.time.central.computing)
        #expect(fast.time.central.waiting < slow.time.central.waiting)
        #expect(fast.emissions.central < slow.emissions.central)
    }

    @Test("the last step is whole: one token more than a step takes two")
    func steps() throws {
        let cluster = try Self.cluster("default")
        let perStep = ClusterDescription(of: cluster, warnings: []).tokensPerStep
        #expect(ClusterProjection.steps(cluster: cluster, tokens: perStep) == 1)
        #expect(ClusterProjection.steps(cluster: cluster, tokens: perStep + 1) == 2)
    }

    @Test("jitter and disturbances of the file do not enter a projection")
    func calm() throws {
        let plain = try ClusterProjection.run(cluster: Self.cluster("default"), tokens: 1_000_000_000)
        let jittered = try ClusterProjection.run(cluster: Self.cluster("default", jitter: true), tokens: 1_000_000_000)
        #expect(plain.time.central.total == jittered.time.central.total)
    }

    @Test("a given MFU takes the place of the file's: half of it computes twice as long, for the same work")
    func utilization() throws {
        let cluster = try Self.cluster("default")
        let file = cluster.workload.represented.mfu.central
        func run(_ mfu: Ratio) throws -> ProjectedRun {
            try ClusterProjection.run(
                cluster: cluster, tokens: 1_000_000_000, mfu: HardwareProjectionTests.exactly("mfu", mfu))
        }
        let plain = try ClusterProjection.run(cluster: cluster, tokens: 1_000_000_000)
        let (same, half) = (try run(file), try run(Ratio(count: file.count / 2)))
        #expect(same.time.central.computing == plain.time.central.computing)
        #expect(same.time.low.total == same.time.high.total && plain.time.low.total < plain.time.high.total)
        #expect(half.work.flops == plain.work.flops && half.mfu.central.count == file.count / 2)
        // The optimiser waits for memory, not for the matrix units.
        let ratio = half.time.central.computing.seconds / plain.time.central.computing.seconds
        #expect(ratio > 1.9 && ratio <= 2, "\(ratio)")
    }
}
