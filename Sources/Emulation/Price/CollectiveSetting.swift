package import Collectives

/// A schedule on a network, with what disturbs it: all that a collective's price depends on beside sizes and instants.
package struct CollectiveSetting: Sendable {
    package let schedule: any CollectiveSchedule
    package let network: NetworkModel
    package let disturbances: Disturbances
    /// Links of the fabric that the schedule's flows can have to share.
    let sharedLinks: SharedLinks
    let plan: MessagePlan
    /// `nil` for schedules whose sends wait for everything.
    let pipelineNeeds: PipelineNeeds?

    package init(schedule: any CollectiveSchedule, network: NetworkModel, disturbances: Disturbances) {
        self.schedule = schedule
        self.network = network
        self.disturbances = disturbances
        sharedLinks = SharedLinks(schedule: schedule, network: network)
        plan = MessagePlan(schedule: schedule, network: network)
        pipelineNeeds = PipelineNeeds(schedule: schedule)
    }

    /// Another schedule on the same network.
    func with(schedule: any CollectiveSchedule) -> Self {
        Self(schedule: schedule, network: network, disturbances: disturbances)
    }

    /// True if the schedule's flows can have to share a link of the fabric.
    package var sharesLinks: Bool { !sharedLinks.isEmpty }
}
