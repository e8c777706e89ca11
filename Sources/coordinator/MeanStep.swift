import ClusterModel
import Emulation
import Units

/// The mean training step of an emulated cluster, after the first, which fills the pipeline of inputs.
struct MeanStep {
    /// Over ranks and steps.
    let duration: VirtualDuration
    /// The share of it in which the accelerators compute; the rest they wait.
    let computingShare: Ratio

    /// Enough for the seeded jitter to even out a little, few enough for a price that is asked for dozens of times.
    private static let steps = 4

    init(cluster: Cluster, constants: some ConstantValues) {
        var clock = ClusterClock(job: EmulatedJob(cluster: cluster, constants: constants, bookedLaneOnly: true))
        _ = clock.train()
        var (total, computing) = (VirtualDuration.zero, VirtualDuration.zero)
        var count: Int128 = 0
        for _ in 0..<Self.steps {
            for rank in clock.train().actual {
                total += rank.duration
                computing += rank.forward + rank.backward + rank.slowedCompute + rank.optimizer
                count += 1
            }
        }
        duration = total.scaled(by: 1, over: count)
        let billionths = Exact.multiplyDivide(
            computing.attoseconds, Int128(Ratio.scale), by: max(1, total.attoseconds))
        computingShare = Ratio(count: min(Ratio.scale, max(1, Int64(billionths))))
    }
}
