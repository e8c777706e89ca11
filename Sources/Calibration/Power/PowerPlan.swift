internal import ClusterModel
internal import Units

/// What is measured of which node, and what follows from it.
struct PowerPlan {
    let measured: MeasuredPower
    /// All nodes of the cluster are like it.
    let node: NodeGroup
    let location: Location

    /// - Throws: if nothing was measured, if nodes differ, or if what was measured does not determine anything.
    init(measured: MeasuredPower, cluster: Cluster) throws(CalibrationError) {
        self.measured = measured
        let given = Self.given(measured)
        location = Location(file: given.first?.option ?? "--node-power")
        let first = cluster.nodes[0]
        node = first
        let needsNode = measured.node != nil || measured.nodeWaiting != nil
        let isUniform = cluster.nodes.allSatisfy {
            $0.accelerator == first.accelerator
                && (!needsNode
                    || ($0.acceleratorsPerNode == first.acceleratorsPerNode
                        && Self.rest(of: $0) == Self.rest(of: first)))
        }
        guard isUniform else {
            throw CalibrationError(
                at: location, "the cluster file has different nodes, and whose watts these are is not said",
                remedy: "calibrate each kind of node with a cluster file of its own")
        }
        if needsNode, cluster.assumptions.cpuPower.method == .loadCurve {
            throw CalibrationError(
                at: location,
                "by a load curve the CPUs draw other watts while computing than while waiting, which a node's watts do "
                    + "not tell apart",
                remedy: "drop assumptions.cpu_power from the cluster file, or measure accelerators alone")
        }
        try checkIdentifiable()
    }

    /// The measurements that were given, with their options.
    private static func given(_ measured: MeasuredPower) -> [(option: String, power: Power)] {
        [
            ("--node-power", measured.node), ("--node-power-waiting", measured.nodeWaiting),
            ("--accelerator-power", measured.accelerator), ("--accelerator-power-waiting", measured.acceleratorWaiting),
            ("--accelerator-idle-power", measured.acceleratorIdle),
        ].compactMap { option, power in power.map { (option, $0) } }
    }

    private func checkIdentifiable() throws(CalibrationError) {
        func refusal(_ message: String, _ remedy: String) -> CalibrationError {
            CalibrationError(at: location, message, remedy: remedy)
        }
        for (option, power) in Self.given(measured) where power <= .zero {
            throw refusal("\(option) is \(power.formatted())", "give the watts that were drawn")
        }
        guard measured.accuracy >= .zero, measured.accuracy < .one else {
            throw refusal("--power-accuracy is not a share below 1", "write it like 5 %")
        }
        let hasMean = measured.node != nil || measured.accelerator != nil
        if !hasMean, measured.nodeWaiting != nil || measured.acceleratorWaiting != nil {
            throw refusal(
                "power while waiting alone does not tell the share of active power that it is",
                "add --node-power or --accelerator-power, measured in training")
        }
        if measured.nodeWaiting != nil, measured.node == nil, measured.acceleratorWaiting == nil {
            throw refusal(
                "what a waiting node draws beside its accelerators is not known",
                "add --node-power or --accelerator-power-waiting")
        }
    }

    /// All of a node but its accelerators: CPUs, memory, base, NICs and idle storage, central values.
    var rest: Power { Self.rest(of: node) }

    private static func rest(of group: NodeGroup) -> Power {
        group.cpu.activePower.central * group.sockets + group.memoryPower.central + group.basePower.central
            + group.nic.power.central * group.nicsPerNode + group.storage.idlePower.central * group.storagePerNode
    }

    var basis: String {
        let watts = Self.given(measured).map { "\($0.option.dropFirst(2)) \($0.power.formatted())" }
        return "measured " + watts.joined(separator: ", ")
    }

    /// The measurements as they are, then with each as far off as its accuracy allows, in all combinations.
    var corners: [PowerEquations.Measured] {
        let accuracy = measured.accuracy.value
        let keys: [WritableKeyPath<PowerEquations.Measured, Double?>] = [
            \.node, \.nodeWaiting, \.accelerator, \.acceleratorWaiting, \.acceleratorIdle,
        ]
        let central = PowerEquations.Measured(
            node: measured.node?.watts, nodeWaiting: measured.nodeWaiting?.watts,
            accelerator: measured.accelerator?.watts, acceleratorWaiting: measured.acceleratorWaiting?.watts,
            acceleratorIdle: measured.acceleratorIdle?.watts)
        return [central]
            + (0..<(1 << keys.count)).map { bits in
                var corner = central
                for (index, key) in keys.enumerated() {
                    corner[keyPath: key] = central[keyPath: key].map {
                        $0 * (bits >> index & 1 == 0 ? 1 - accuracy : 1 + accuracy)
                    }
                }
                return corner
            }
    }

    /// The first of the corners' values, and their ends.
    static func range<Value: Quantity>(
        _ values: [Double], _ quantity: (Double) -> Value
    ) -> (low: Value, central: Value, high: Value) {
        (quantity(values.min() ?? 0), quantity(values[0]), quantity(values.max() ?? 0))
    }

    static func power(_ watts: Double) -> Power { Power(count: Significance.rounded(max(0, watts) * 1e6)) }

    /// The catalog entry whose base power the node has.
    ///
    /// - Throws: if the cluster file gives a base power of its own.
    func hostPreset() throws(CalibrationError) -> String {
        let name = node.basePower.name
        guard name.hasPrefix("hosts."), name.hasSuffix(".base_power") else {
            throw CalibrationError(
                at: location, "the cluster file sets \(name) itself, over which no calibration goes",
                remedy: "drop that base_power from the cluster file")
        }
        return String(name.dropFirst("hosts.".count).dropLast(".base_power".count))
    }

    func residuals(of solution: PowerEquations.Solution, _ equations: PowerEquations) -> [Residual] {
        let c = equations.computingShare
        let rest = solution.rest ?? self.rest.watts
        let g = equations.accelerators
        let stalled =
            solution.stalled ?? solution.active.map { solution.idle + equations.stallFraction * ($0 - solution.idle) }
        let mean = solution.active.flatMap { active in stalled.map { c * active + (1 - c) * $0 } }
        let fitted: [String: Double?] = [
            "--node-power": mean.map { g * $0 + rest }, "--node-power-waiting": stalled.map { g * $0 + rest },
            "--accelerator-power": mean, "--accelerator-power-waiting": stalled,
            "--accelerator-idle-power": solution.idle,
        ]
        return Self.given(measured).compactMap { option, power in
            fitted[option].flatMap(\.self).map { watts in
                Residual(
                    what: String(option.dropFirst(2)), measured: power.formatted(),
                    fitted: Self.power(watts).formatted(),
                    relative: (watts - power.watts) / power.watts)
            }
        }
    }

    func notes(_ solution: PowerEquations.Solution) -> [String] {
        var notes: [String] = []
        if solution.rest == nil, measured.node != nil {
            notes.append(
                "the node's other parts keep the catalog's \(rest.formatted()): add --accelerator-power to fit them")
        }
        if solution.stallFraction == nil, solution.active != nil {
            notes.append("stall_power_fraction stays as it is: add --accelerator-power-waiting or --node-power-waiting")
        }
        if measured.acceleratorIdle == nil {
            notes.append("idle_power stays as it is: add --accelerator-idle-power")
        }
        return notes
    }
}
