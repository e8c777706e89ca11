import ClusterModel
import Emulation
import Units

/// A whole run on the clocks: evaluation, training steps, evaluation, end; every rank's every step.
struct PricedRun {
    let steps: [RankStep]
    let ideal: [RankStep]
    let makespan: VirtualDuration

    init(_ cluster: Cluster, steps count: Int) {
        var clock = ClusterClock(job: EmulatedJob(cluster: cluster))
        var priced = [clock.evaluate()]
        for _ in 0..<count { priced.append(clock.train()) }
        priced.append(clock.evaluate())
        priced.append(clock.close())
        steps = priced.flatMap(\.actual)
        ideal = priced.flatMap(\.ideal)
        makespan = clock.makespan()
    }

    func waits(_ cause: WaitCause) -> [VirtualDuration] { steps.map { $0.waits[cause.rawValue] } }
    func total(_ cause: WaitCause) -> VirtualDuration { waits(cause).reduce(.zero, +) }
}
