extension Lane {
    /// The lanes that a job needs: the rungs that it has not would only repeat the lane below.
    ///
    /// - Parameters:
    ///   - sharesLinks: flows of the schedule share links of the fabric.
    ///   - hasLinks: the fabric has links beyond the nodes' own ports, which a background job can take from.
    ///   - evaluation: of shared links.
    ///   - topOnly: the booked lane alone.
    static func ladder(
        sharesLinks: Bool, disturbances: Disturbances, hasLinks: Bool, evaluation: SharedLinkEvaluation,
        topOnly: Bool
    ) -> [Lane] {
        var lanes = [Rung.bare, .intraNodeLinks, .computeDisturbances, .latency, .portBandwidth].map { Lane(rung: $0) }
        let isCarried = evaluation == .staticShares || !sharesLinks && !(disturbances.hasBackground && hasLinks)
        // Carried lanes come first; the order of rungs is the same.
        if sharesLinks { lanes.append(Lane(rung: .sharedLinks, isEventLevel: !isCarried)) }
        if disturbances.hasNetworkDisturbances {
            lanes.append(Lane(rung: .networkDisturbances, isEventLevel: !isCarried))
        }
        guard topOnly, let top = lanes.last else { return lanes }
        return [top]
    }
}
