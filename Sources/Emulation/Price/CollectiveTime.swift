internal import Collectives
package import Units

/// What one collective takes between nodes that are all ready at once, on an otherwise idle and undisturbed network.
package struct CollectiveTime: Sendable, Hashable {
    /// Until the last rank holds the result.
    package let total: VirtualDuration
    /// What it takes if bandwidth is no limit.
    package let latency: VirtualDuration
    /// What sharing links of the fabric adds to it.
    package let contention: VirtualDuration

    /// What the ports' bandwidth adds to the latency.
    package var ports: VirtualDuration { total - latency - contention }

    /// How a collective is evaluated.
    package enum Evaluation: Sendable {
        /// Event by event where links are shared, else message by message; what is booked.
        case booked
        /// Every start and end of a flow is an event.
        case events
        /// One rank stands for all, and every round takes as long as its longest message: for a symmetric schedule on a
        /// uniform network, exact where the chunks are equal.
        case symmetric
    }

    /// - Parameters:
    ///   - elements: of the bucket.
    ///   - width: bytes of an element.
    /// - Precondition: a symmetric evaluation needs `setting.isSymmetric`.
    package init(setting: CollectiveSetting, elements: Int, width: Int, evaluation: Evaluation = .booked) {
        if evaluation == .symmetric {
            let lanes = [Lane(rung: .latency), Lane(rung: .portBandwidth)]
            let times = lanes.map { SymmetricPrice.time(setting, elements: elements, width: width, lane: $0) }
            latency = VirtualDuration(attoseconds: times[0])
            total = VirtualDuration(attoseconds: times[1])
            contention = .zero
            return
        }
        let alone = Self.times(
            setting.plan, elements: elements, width: width,
            lanes: [Lane(rung: .latency), Lane(rung: .portBandwidth)])
        latency = VirtualDuration(attoseconds: alone[0])
        let ports = alone[1]
        let total: Int128
        switch evaluation {
        case .booked:
            total = setting.sharesLinks ? FlowPrice.alone(setting, elements: elements, width: width) : ports
        case .events: total = FlowPrice.alone(setting, elements: elements, width: width)
        case .symmetric: preconditionFailure("settled above")
        }
        self.total = VirtualDuration(attoseconds: total)
        contention = VirtualDuration(attoseconds: total - ports)
    }

    /// By lane: until the last rank holds the result.
    private static func times(_ plan: MessagePlan, elements: Int, width: Int, lanes: [Lane]) -> [Int128] {
        let ranks = plan.schedule.worldSize
        var streams = StreamClocks(ranks: ranks, lanes: lanes.count)
        CollectivePrice(plan: plan, lanes: lanes).advance(
            &streams, timing: BucketTiming(elements: elements, width: width, plan: plan))
        return lanes.indices.map { lane in
            (0..<ranks).reduce(Int128(0)) { max($0, streams.dataReady[$1 * lanes.count + lane]) }
        }
    }
}
