package import ClusterModel
internal import Units

/// Energy and emissions of a question under one set of constants, in whole nanojoules and micrograms: each part is rounded
/// once, and totals are sums of parts.
package struct RingwattAccount {
    package struct Part: Sendable, Hashable {
        package let part: EstimatedPart
        package let nanojoules: Int128
        package let micrograms: Int128
    }

    /// What is used, the facility last.
    package let operational: [Part]
    /// What was made, by the SCI rule.
    package let embodied: [(part: EstimatedPart, micrograms: Int128)]

    package var nanojoules: Int128 { operational.reduce(0) { $0 + $1.nanojoules } }
    package var micrograms: Int128 { operational.reduce(0) { $0 + $1.micrograms } }
    package var embodiedMicrograms: Int128 { embodied.reduce(0) { $0 + $1.micrograms } }

    package init(_ question: EstimateQuestion, constants: some ConstantValues) {
        let machine = question.machine
        let nodes = Int128(question.nodes)
        let intensity = Int128(constants.value(of: question.region.intensity).count)
        let power = { (estimate: Estimate<Power>) in Int128(constants.value(of: estimate).count) }
        let mass = { (estimate: Estimate<CarbonMass>) in Int128(constants.value(of: estimate).count) }
        let accelerator = question.accelerator
        let counts = (
            accelerators: Int128(question.count), sockets: nodes * Int128(machine.sockets),
            modules: nodes * Int128(machine.modules), drives: nodes * Int128(machine.drives)
        )
        let drawn: [(EstimatedPart, microwatts: Int128)] = [
            (
                .accelerator,
                counts.accelerators * Int128(accelerator.power(at: question.utilization, constants: constants).count)
            ),
            (.cpu, counts.sockets * power(machine.cpu.activePower)),
            (.memory, counts.modules * power(machine.module.power)),
            (.hostBase, nodes * power(machine.host.basePower)), (.nic, nodes * power(machine.nic.power)),
            (.storage, counts.drives * power(machine.storage.idlePower)),
        ]
        // 1 µW for a billionth of an hour is 3.6e-12 J = 36/10000 nJ.
        let hours = Int128(question.hours.count)
        let used = drawn.map { part, microwatts in
            (part, nanojoules: Exact.multiplyDivide(microwatts * 36, hours, by: 10_000))
        }
        let overhead = Int128(constants.value(of: question.pue).count) - Int128(Ratio.scale)
        let total = used.reduce(Int128(0)) { $0 + $1.nanojoules }
        let facility = Exact.multiplyDivide(total, overhead, by: Int128(Ratio.scale))
        operational = (used + [(.facility, facility)]).map { part, nanojoules in
            Part(
                part: part, nanojoules: nanojoules,
                micrograms: Exact.multiplyDivide(nanojoules, intensity, by: 3_600_000_000_000_000))
        }

        let made: [(EstimatedPart, Int128)] = [
            (.accelerator, counts.accelerators * mass(accelerator.embodied)),
            (.cpu, counts.sockets * mass(machine.cpu.embodied)),
            (.memory, counts.modules * mass(machine.module.embodied)), (.hostBase, nodes * mass(machine.host.embodied)),
            (.nic, nodes * mass(machine.nic.embodied)), (.storage, counts.drives * mass(machine.storage.embodied)),
        ]
        let lifetime = Int128(constants.value(of: question.lifetime).count) * Int128(Ratio.scale)
        embodied = made.map { part, mass in (part, Exact.multiplyDivide(mass, hours, by: lifetime)) }
    }
}
