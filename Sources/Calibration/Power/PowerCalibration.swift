package import ClusterModel
package import Units

/// Accelerator powers, the stall power fraction and the host's base power from measured watts.
package struct PowerCalibration: Hashable, Sendable {
    /// Of `catalog.accelerators`, `assumptions` and `catalog.hosts`.
    package let constants: [CalibratedConstant]
    /// One a measurement; other than 0 where more was measured than there are unknowns.
    package let residuals: [Residual]
    /// What stays the catalog's though the result depends on it, in sentences.
    package let notes: [String]

    /// - Parameters:
    ///   - computingShare: the share of the step in which the accelerators compute, from the emulation; the measured
    ///     means of training contain the rest as waiting. Above 0.
    /// - Throws: if the measurements do not determine what they were given for, or if the result is impossible.
    package init(
        measured: MeasuredPower, cluster: Cluster, computingShare: Ratio
    ) throws(CalibrationError) {
        precondition(computingShare > .zero && computingShare <= .one, "a computing share in (0, 1]")
        let plan = try PowerPlan(measured: measured, cluster: cluster)
        let node = plan.node
        let equations = PowerEquations(
            accelerators: Double(node.acceleratorsPerNode), computingShare: computingShare.value,
            idle: node.accelerator.idlePower.central.watts,
            stallFraction: cluster.assumptions.stallPowerFraction.central.value, rest: plan.rest.watts)
        let corners = plan.corners.map { equations.solve($0) }
        let solution = corners[0]
        try PowerChecks(plan: plan, solution: solution).run()
        let path = ["catalog", "accelerators", node.accelerator.name]
        var constants: [CalibratedConstant] = []
        if solution.active != nil {
            let range = PowerPlan.range(corners.compactMap(\.active), PowerPlan.power)
            constants.append(
                CalibratedConstant(
                    path: path + ["active_power"], before: node.accelerator.activePower, low: range.low,
                    value: range.central, high: range.high, basis: plan.basis))
        }
        if measured.acceleratorIdle != nil {
            let range = PowerPlan.range(corners.map(\.idle), PowerPlan.power)
            constants.append(
                CalibratedConstant(
                    path: path + ["idle_power"], before: node.accelerator.idlePower, low: range.low,
                    value: range.central, high: range.high, basis: plan.basis))
        }
        if solution.stallFraction != nil {
            let range = PowerPlan.range(corners.compactMap(\.stallFraction)) {
                Ratio(count: min(Ratio.scale, Significance.rounded(max(0, $0) * 1e9)))
            }
            constants.append(
                CalibratedConstant(
                    path: ["assumptions", "stall_power_fraction"], before: cluster.assumptions.stallPowerFraction,
                    low: range.low, value: range.central, high: range.high, basis: plan.basis))
        }
        if solution.rest != nil {
            let others = (plan.rest - node.basePower.central).watts
            let range = PowerPlan.range(corners.compactMap(\.rest)) { PowerPlan.power($0 - others) }
            constants.append(
                CalibratedConstant(
                    path: ["catalog", "hosts", try plan.hostPreset(), "base_power"], before: node.basePower,
                    low: range.low, value: range.central, high: range.high, basis: plan.basis))
        }
        self.constants = constants
        residuals = plan.residuals(of: solution, equations)
        notes = plan.notes(solution)
    }
}
