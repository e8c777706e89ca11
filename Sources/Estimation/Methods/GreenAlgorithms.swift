internal import ClusterModel
internal import Units

/// Green Algorithms: kWh = h · PUE · (n · P · u + CPUs + 0.3725 W/GB · memory) · PSF / 1000.
///
/// Source: Lannelongue, Grealey, Inouye 2021, doi:10.1002/advs.202100707, and github.com/GreenAlgorithms/
/// green-algorithms-tool (blueprints/form/form_blueprint.py, blueprints/metrics/utils.py, data/latest). P is the TDP. CPUs
/// count by the cores that are used, here those of whole sockets, and only if the question names the CPU; their usage is 1
/// unless it is known. PSF, the number of runs, is 1. PUE is the question's or the operator's, not the tool's table.
enum GreenAlgorithms {
    /// Of available memory: `memoryPower` in data/latest/hardware_impacts.csv, which cites doi:10.1145/3076113.3076117.
    static let wattsPerGigabyte = 0.3725

    static func estimate(_ question: EstimateQuestion) throws(EstimationError) -> MethodEstimate {
        let tdp = try question.ratedPower(for: .greenAlgorithms)
        let machine = question.machine
        let nodes = Double(question.nodes)
        let (hours, pue, usage) = (question.hours.value, question.pue.central.value, question.utilization.value)
        let socket = machine.isCPUGiven ? machine.cpu.tdp?.central : nil
        let sockets = question.nodes * machine.sockets
        let load = question.cpuLoad?.value ?? 1
        let gigabytes = nodes * Double(machine.memory.bytes) / 1e9
        let grams = question.region.intensity.central.gramsPerKilowattHour

        // In the tool's order of operations: it multiplies each power by the PUE.
        let accelerators = pue * Double(question.count) * tdp.watts * usage
        let cpus = pue * Double(sockets) * (socket?.watts ?? 0) * load
        let memory = pue * (gigabytes * wattsPerGigabyte)
        let energy = hours * (cpus + accelerators + memory) / 1000
        let emissions = energy * grams

        let kilograms = { (watts: Double) in hours * watts / 1000 * grams / 1000 }
        let text = DecimalRounding.shortest
        let parts: [(part: EstimatedPart, watts: Double, basis: String)] =
            [(.accelerator, Double(question.count) * tdp.watts * usage, "TDP \(tdp.formatted())" + atUsage(usage))]
            + (socket.map { [(.cpu, Double(sockets) * $0.watts * load, "TDP \($0.formatted())" + atUsage(load))] } ?? [])
            + [(.memory, gigabytes * wattsPerGigabyte, "by capacity, \(wattsPerGigabyte) W/GB")]
        let drawn = parts.reduce(0) { $0 + $1.watts }
        let cpuTerm = socket.map { " + \(sockets) x \(text($0.watts)) W x \(text(load))" } ?? ""
        return MethodEstimate(
            method: .greenAlgorithms,
            formula: "kWh = h x PUE x (n x TDP x usage + sockets x TDP x usage + 0.3725 W/GB x memory) x PSF / 1000",
            steps: [
                "\(text(hours)) h x \(text(pue)) x (\(question.count) x \(text(tdp.watts)) W x \(text(usage))\(cpuTerm) + "
                    + "\(wattsPerGigabyte) W/GB x \(text(gigabytes)) GB) x 1 / 1000 = \(text(energy)) kWh, printed as \(energyText(energy))",
                "\(text(energy)) kWh x \(text(grams)) g/kWh = \(text(emissions)) g, printed as "
                    + emissionsText(emissions),
            ],
            rounding: "only what is printed: two digits in the unit that suits, as Python's .2f or .2e",
            energyKilowattHours: energy, kilograms: emissions / 1000, printedEnergy: energyText(energy),
            printedEmissions: emissionsText(emissions),
            counted: parts.map { PartShare($0.part, kilograms: kilograms($0.watts), basis: $0.basis) }
                + [PartShare(.facility, kilograms: kilograms((pue - 1) * drawn), basis: "PUE \(text(pue))")])
    }

    private static func atUsage(_ usage: Double) -> String {
        usage == 1 ? "" : " x \(DecimalRounding.shortest(usage))"
    }

    /// As the tool prints an energy in kWh.
    static func energyText(_ kilowattHours: Double) -> String {
        var (value, unit) = (kilowattHours, "kWh")
        if value >= 1000 {
            (value, unit) = (value / 1000, "MWh")
        } else if value < 1 {
            (value, unit) = (value * 1000, "Wh")
        }
        return number(value) + " " + unit
    }

    /// As the tool prints emissions in grams; `T` is its tonne.
    static func emissionsText(_ grams: Double) -> String {
        var (value, unit) = (grams, "g")
        if value >= 1e6 {
            (value, unit) = (value / 1e6, "T")
        } else if value >= 1000 {
            (value, unit) = (value / 1000, "kg")
        } else if value < 1 {
            (value, unit) = (value * 1000, "mg")
        }
        return number(value) + " " + unit + "CO2e"
    }

    private static func number(_ value: Double) -> String {
        value != 0 && (value >= 1000 || value < 1)
            ? DecimalRounding.scientific(value) : DecimalRounding.fixed(value, places: 2)
    }
}
