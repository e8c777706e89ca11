internal import ClusterModel
internal import Units

/// Whether solved powers can be.
struct PowerChecks {
    let plan: PowerPlan
    let solution: PowerEquations.Solution

    func run() throws(CalibrationError) {
        func refusal(_ message: String, _ remedy: String) -> CalibrationError {
            CalibrationError(at: plan.location, message, remedy: remedy)
        }
        let text = { (watts: Double) in
            (watts < 0 ? "-" : "") + PowerPlan.power(watts.magnitude).formatted(decimals: 1)
        }
        let node = plan.node
        if let rest = solution.rest {
            let others = (plan.rest - node.basePower.central).watts
            guard rest >= others else {
                throw refusal(
                    "the node without its accelerators draws \(text(rest)), but its CPUs, memory, NICs and storage alone "
                        + "take \(text(others)) by the cluster file",
                    "correct host, nic or storage, or the measured watts")
            }
        }
        if let active = solution.active, active <= solution.idle {
            throw refusal(
                "an accelerator would draw \(text(active)) in training, but \(text(solution.idle)) idle",
                "correct the accelerators' count or the rest of the node, or give --accelerator-power")
        }
        let idleHigh = node.accelerator.idlePower.high
        if let active = solution.active, plan.measured.acceleratorIdle == nil, active < idleHigh.watts {
            throw refusal(
                "an accelerator would draw \(text(active)) in training, but idles at up to \(idleHigh.formatted()) by the "
                    + "catalog", "add --accelerator-idle-power")
        }
        if let active = solution.active, let stalled = solution.stalled {
            guard stalled >= solution.idle else {
                throw refusal(
                    "an accelerator would draw \(text(stalled)) waiting, but \(text(solution.idle)) idle",
                    "add --accelerator-idle-power, or correct the measured watts")
            }
            guard stalled <= active else {
                throw refusal(
                    "an accelerator would draw \(text(stalled)) waiting, but \(text(active)) computing",
                    "correct the measured watts: were they exchanged?")
            }
        }
        // A catalog entry is refused whose idle power is above its active power, at any end of their ranges.
        if let idle = plan.measured.acceleratorIdle, solution.active == nil, idle > node.accelerator.activePower.low {
            throw refusal(
                "idle power \(idle.formatted()) is above the catalog's active power", "add --accelerator-power")
        }
    }
}
