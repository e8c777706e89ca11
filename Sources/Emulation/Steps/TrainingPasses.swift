internal import Units

/// The passes of one rank in one training step.
struct TrainingPasses: Sendable {
    /// With seeded disturbances, of all micro-batches.
    let forward: VirtualDuration
    let backward: VirtualDuration
    let plain: RankWork.Course
    let disturbed: RankWork.Course

    init(job: EmulatedJob, rank: Int, step: Int) {
        let group = job.groupOfRank[rank]
        let timing = job.timings[group]
        let calm = (forward: timing.forward * job.accumulation, backward: timing.backward * job.accumulation)
        forward = job.disturbances.disturbed(calm.forward, kind: .forward, rank: rank, step: step)
        backward = job.disturbances.disturbed(calm.backward, kind: .backward, rank: rank, step: step)
        plain = job.plainCourses[group]
        disturbed =
            (forward, backward) == calm
            ? plain
            : timing.course(of: job.training, forward: forward, backward: backward, microBatches: job.accumulation)
    }
}

extension EmulatedJob {
    /// The compute of an evaluation that takes so long.
    func evaluationCourse(_ duration: VirtualDuration) -> RankWork.Course {
        RankWork.Course(positions: evaluation.positions(passStarts: [0, duration.attoseconds]))
    }
}
