internal import ClusterModel
internal import Units

/// CodeCarbon 3 on a machine without RAPL: measured accelerators, modelled CPUs and memory, times its PUE.
///
/// Source: codecarbon/external/hardware.py, codecarbon/core/resource_tracker.py and docs/explanation/methodology.md of
/// github.com/mlco2/codecarbon. It reads accelerators from NVML; what stands for the reading here is our catalog's power,
/// idle + u · (active − idle). CPUs: TDP · (0.1 + 0.9 · load³) at a known load, else half the TDP; an unknown CPU is 85 W a
/// machine, however many sockets. Its PUE is 1 unless its user sets one. One tracker runs on each node.
enum CodeCarbon {
    /// TDP of an unknown CPU.
    static let unknownCPU = 85.0

    static func estimate(_ question: EstimateQuestion) -> MethodEstimate {
        let machine = question.machine
        let nodes = Double(question.nodes)
        let hours = question.hours.value
        let pue = question.isPUEGiven ? question.pue.central.value : 1
        let perKilowattHour = question.region.intensity.central.gramsPerKilowattHour / 1000

        // A CPU is no accelerator to CodeCarbon: it counts once, as the CPU.
        let accelerator =
            question.accelerator.kind == .cpu
            ? .zero : question.accelerator.power(at: question.utilization, constants: CentralValues())
        let known = machine.isCPUGiven ? machine.cpu.tdp?.central.watts : nil
        let factor = question.cpuLoad.map { 0.1 + 0.9 * ($0.value * $0.value * $0.value) } ?? 0.5
        let rated = known.map { $0 * Double(machine.sockets) } ?? unknownCPU
        let gibibytes = Double(machine.memory.bytes) / 1_073_741_824
        let modules = CodeCarbonMemory.modules(gibibytes)
        let memory = CodeCarbonMemory.watts(modules: modules)

        let watts: [(part: EstimatedPart, watts: Double)] = [
            (.accelerator, accelerator.watts * Double(question.count)), (.cpu, rated * factor * nodes),
            (.memory, memory * nodes),
        ]
        let energies = watts.map { $0.watts / 1000 * hours * pue }
        let energy = energies.reduce(0, +)
        let kilograms = energy * perKilowattHour

        let text = DecimalRounding.shortest
        let tdp = known.map { "\(machine.sockets) x \(text($0)) W" } ?? "\(text(unknownCPU)) W (unknown CPU)"
        let load = question.cpuLoad.map { "(0.1 + 0.9 x \(text($0.value))^3)" } ?? "0.5"
        let node = question.nodes == 1 ? "" : " x \(question.nodes)"
        let bases: [EstimatedPart: String] = [
            .accelerator: RingwattEstimate.acceleratorBasis(question), .cpu: "\(tdp) x \(load)",
            .memory: "\(modules) modules in \(text(memory)) W",
        ]
        let drawn = watts.reduce(0) { $0 + $1.watts }
        return MethodEstimate(
            method: .codecarbon,
            formula: "kWh = h x PUE x (n x measured accelerator + CPUs by TDP and load + memory by module) / 1000",
            steps: [
                "accelerators \(question.count) x \(text(accelerator.watts)) W = \(text(watts[0].watts)) W",
                "CPUs \(tdp) x \(load)\(node) = \(text(watts[1].watts)) W",
                "memory \(modules) modules, \(text(memory)) W\(node) = \(text(watts[2].watts)) W",
                "\(text(hours)) h x \(text(pue)) x \(text(drawn)) W / 1000 = \(energyText(energy))",
                "\(energyText(energy)) x \(text(perKilowattHour)) kg/kWh = \(kilograms) kg",
            ],
            rounding: "none: emissions.csv has all digits; energy as its log has it, to six",
            energyKilowattHours: energy, kilograms: kilograms, printedEnergy: energyText(energy),
            printedEmissions: "\(kilograms) kg",
            counted: watts.map { part, watts in
                PartShare(part, kilograms: watts / 1000 * hours * perKilowattHour, basis: bases[part])
            } + [
                PartShare(
                    .facility, kilograms: drawn * (pue - 1) / 1000 * hours * perKilowattHour,
                    basis: pue == 1 ? nil : "PUE \(text(pue))")
            ])
    }

    private static func energyText(_ kilowattHours: Double) -> String {
        DecimalRounding.fixed(kilowattHours, places: 6) + " kWh"
    }
}

extension AcceleratorModel {
    /// idle + u · (active − idle), rounded half up to a microwatt.
    func power(at utilization: Ratio, constants: some ConstantValues) -> Power {
        let (active, idle) = (constants.value(of: activePower), constants.value(of: idlePower))
        let above = Exact.multiplyDivide(
            Int128((active - idle).count), Int128(utilization.count), by: Int128(Ratio.scale))
        return idle + Power(count: Int64(above))
    }
}
