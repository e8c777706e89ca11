import ArgumentParser
import ClusterModel
import Nodes
import Reporting
import Units

/// What the user knows better of the machine that runs the emulator.
struct HostOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Thermal design power of this machine's processors together, such as 65W, where RAPL does not measure "
                + "(default: by their name from the catalog, else 85 W a socket).", valueName: "power"))
    var hostTdp: String?

    @Option(
        help: ArgumentHelp(
            "Carbon intensity of this machine's electricity, such as 380g/kWh (default: 475g/kWh, a world average).",
            valueName: "intensity"))
    var hostIntensity: String?

    func validate() throws {
        _ = try power()
        _ = try gramsPerKilowattHour()
    }

    /// As given; `nil` if it is not.
    func power() throws -> Power? {
        guard let hostTdp else { return nil }
        do {
            let power = try Power(parsing: hostTdp)
            guard power.watts > 0, power.watts <= 100_000 else {
                throw ValidationError("--host-tdp \(hostTdp): more than 0 W, at most 100 kW")
            }
            return power
        } catch let error as QuantityError {
            throw ValidationError("--host-tdp: \(error)")
        }
    }

    /// As given, or the world average.
    func gramsPerKilowattHour() throws -> Double {
        guard let hostIntensity else { return HostMeter.gramsPerKilowattHour }
        do {
            let intensity = try CarbonIntensity(parsing: hostIntensity)
            guard intensity.gramsPerKilowattHour >= 0 else {
                throw ValidationError("--host-intensity \(hostIntensity): must not be negative")
            }
            return intensity.gramsPerKilowattHour
        } catch let error as QuantityError {
            throw ValidationError("--host-intensity: \(error)")
        }
    }
}

extension HostEnergySummary {
    /// What the meter says, for the report.
    init(_ energy: HostEnergy, elsewhereSeconds: Double) {
        let (counters, zone): (Counters, String?) =
            switch energy.absence {
            case nil: (.measured, nil)
            case .absent: (.absent, nil)
            case .denied: (.denied, nil)
            case .unreadable(let zone): (.unreadable, zone)
            case .lost(let zone): (.lost, zone)
            }
        let range = { (range: ProcessorPower.Range) in
            Range(low: range.low, central: range.central, high: range.high)
        }
        self.init(
            joules: range(energy.joules), machineJoules: energy.machineJoules.central, share: energy.share,
            load: energy.load, elsewhereSeconds: elsewhereSeconds, elsewhereJoules: energy.elsewhereJoules,
            counters: counters, brokenZone: zone,
            zones: energy.zones.map {
                Zone(
                    name: $0.zone.name, role: $0.zone.role.rawValue, joules: $0.joules,
                    isCounted: energy.absence == nil && $0.zone.role == .package)
            },
            processor: Processor(
                modelName: energy.processor.modelName, catalogName: energy.power.name,
                sockets: energy.processor.packages, threads: energy.processor.threads,
                isVirtual: energy.processor.isVirtual, tdp: range(energy.power.tdp), source: energy.power.source,
                year: energy.power.year, confidence: energy.power.confidence.rawValue))
    }
}
