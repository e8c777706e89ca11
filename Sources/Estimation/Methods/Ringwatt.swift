package import ClusterModel
package import Units

/// Ours: drawn power of every part of the node, PUE once; embodied beside it, never added.
///
/// kg = h · PUE · intensity · (n · (idle + u · (active − idle)) + nodes · (sockets · CPU + modules · module + host + NIC +
/// drives · idle drive)). Embodied by the SCI rule: M = TE · time reserved / lifetime, nodes reserved whole. Switches and
/// optics have no place without a fabric; a cluster file has them.
package struct RingwattEstimate: Sendable, Hashable {
    /// At both ends of a range and between.
    package struct Range: Sendable, Hashable {
        package let low: Int128
        package let central: Int128
        package let high: Int128
    }

    package let estimate: MethodEstimate
    /// Nanojoules, facility included.
    package let energy: Range
    /// Micrograms of operation.
    package let emissions: Range
    /// Micrograms of manufacture.
    package let embodied: Range
    /// How the embodied emissions come about.
    package let embodiedStep: String

    package init(_ question: EstimateQuestion) {
        let account = RingwattAccount(question, constants: CentralValues())
        let low = RingwattAccount(question, constants: CornerValues(isHigh: false))
        let high = RingwattAccount(question, constants: CornerValues(isHigh: true))
        let range = { (value: (RingwattAccount) -> Int128) in
            Range(low: value(low), central: value(account), high: value(high))
        }
        energy = range { $0.nanojoules }
        emissions = range { $0.micrograms }
        embodied = range { $0.embodiedMicrograms }
        embodiedStep = Self.embodiedStep(question, account: account)

        let bases = Self.bases(question)
        let kilowattHours = Double(account.nanojoules) / 3.6e15
        let kilograms = Double(account.micrograms) / 1e9
        estimate = MethodEstimate(
            method: .ringwatt,
            formula: "kWh = h x PUE x (n x (idle + u x (active - idle)) + nodes x (sockets x CPU + modules x module + "
                + "host + NIC + drives x idle drive)) / 1000",
            steps: Self.steps(question, account: account, energy: kilowattHours, kilograms: kilograms),
            rounding: "each part once, to a nanojoule and a microgram; totals are sums of parts",
            energyKilowattHours: kilowattHours, kilograms: kilograms,
            printedEnergy: DecimalRounding.fixed(kilowattHours, places: 3) + " kWh",
            printedEmissions: DecimalRounding.fixed(kilograms, places: 3) + " kg",
            counted: account.operational.map { part in
                PartShare(part.part, kilograms: Double(part.micrograms) / 1e9, basis: bases[part.part])
            })
    }

    private static func bases(_ question: EstimateQuestion) -> [EstimatedPart: String] {
        let machine = question.machine
        return [
            .accelerator: acceleratorBasis(question),
            .cpu: "\(machine.sockets) x \(machine.cpu.activePower.central.formatted()) while training",
            .memory: "by module, \(machine.modules) x \(machine.module.power.central.formatted())",
            .hostBase: machine.host.basePower.central.formatted(), .nic: machine.nic.power.central.formatted(),
            .storage: "\(machine.drives) x \(machine.storage.idlePower.central.formatted()) idle",
            .facility: "PUE \(question.pue.central.formatted())",
        ]
    }

    /// What one accelerator is taken to draw.
    static func acceleratorBasis(_ question: EstimateQuestion) -> String {
        let power = question.accelerator.power(at: question.utilization, constants: CentralValues())
        let isPartial = question.utilization < .one
        return isPartial
            ? "\(power.formatted()) at \(DecimalRounding.shortest(question.utilization.value * 100)) %"
            : "active power \(power.formatted())"
    }

    private static func steps(
        _ question: EstimateQuestion, account: RingwattAccount, energy: Double, kilograms: Double
    ) -> [String] {
        let machine = question.machine
        let text = DecimalRounding.shortest
        let (active, idle) = (
            text(question.accelerator.activePower.central.watts), text(question.accelerator.idlePower.central.watts)
        )
        let watts = { (power: Estimate<Power>) in text(power.central.watts) }
        return [
            "\(text(question.hours.value)) h x \(question.pue.central.formatted()) x (\(question.count) x (\(idle) + "
                + "\(text(question.utilization.value)) x (\(active) - \(idle))) + \(question.nodes) x (\(machine.sockets) x "
                + "\(watts(machine.cpu.activePower)) + \(machine.modules) x \(watts(machine.module.power)) + "
                + "\(watts(machine.host.basePower)) + \(watts(machine.nic.power)) + \(machine.drives) x "
                + "\(watts(machine.storage.idlePower)))) W / 1000 = \(DecimalRounding.fixed(energy, places: 3)) kWh",
            "\(DecimalRounding.fixed(energy, places: 3)) kWh x "
                + "\(text(question.region.intensity.central.gramsPerKilowattHour / 1000)) kg/kWh = "
                + "\(DecimalRounding.fixed(kilograms, places: 3)) kg",
        ]
    }

    private static func embodiedStep(_ question: EstimateQuestion, account: RingwattAccount) -> String {
        let machine = question.machine
        let text = DecimalRounding.shortest
        let kilograms = { (mass: Estimate<CarbonMass>) in text(mass.central.grams / 1000) }
        let lifetime = question.lifetime.central
        return "(\(question.count) x \(kilograms(question.accelerator.embodied)) + \(question.nodes) x "
            + "(\(machine.sockets) x \(kilograms(machine.cpu.embodied)) + \(machine.modules) x "
            + "\(kilograms(machine.module.embodied)) + \(kilograms(machine.host.embodied)) + "
            + "\(kilograms(machine.nic.embodied)) + \(machine.drives) x \(kilograms(machine.storage.embodied)))) kg x "
            + "\(text(question.hours.value)) h / \(lifetime.count) h = "
            + "\(DecimalRounding.fixed(Double(account.embodiedMicrograms) / 1e9, places: 3)) kg"
    }
}
