internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// `carbontracker.log` and `carbontracker_output.log`: the emulated cluster in the form of Carbontracker's two logs, for
/// its parser (`carbontracker.parser`, read with 2.4.7).
///
/// The whole run is one epoch, as a run of so many steps has none. All components are listed, where Carbontracker itself
/// knows gpu and cpu; their power is without the facility, the actual consumption with it, as in Carbontracker. Dates
/// are virtual.
enum CarbontrackerLog {
    /// Carbontracker's own equivalent: the mean of cars newly registered in the EU, 106.8 g/km.
    ///
    /// Source: European Environment Agency, 2024, as in Carbontracker 2.4.7's `co2eq.csv`. For comparison alone; no other
    /// figure depends on it.
    private static let tenthsOfGramsPerKilometre: Int128 = 1068

    /// Devices, epochs and mean powers.
    static func standard(_ report: RunReport, version: String) -> String {
        let clock = JobClock(report)
        let duration = report.account.clock.makespan()
        let parts = Part.all(report)
        var lines = [
            (clock.start, "ringwatt version \(version), in the form of a log of carbontracker 2.4.7"),
            (clock.start, "The cluster is emulated; dates are virtual time, and the epoch is the whole run."),
            (
                clock.start,
                "Only predicted and actual consumptions are multiplied by a PUE coefficient of \(pue(report))."
            ),
            (clock.start, components(parts)), (clock.start, "Monitoring thread started."),
            (clock.end, "Epoch 1:"), (clock.end, "Duration: \(time(duration))"),
        ]
        lines += parts.map {
            let watts = ExactDecimal.watts($0.energy, over: duration)
            return (clock.end, "Average power usage (W) for \($0.name): [\(watts)]")
        }
        if case .stopped(let step, _) = report.status {
            lines.append(
                (
                    clock.end,
                    "Training was interrupted before all \(report.trained.stepsPlanned) steps were monitored: "
                        + "\(step) of them are in the epoch."
                ))
        }
        lines.append((clock.end, "Monitoring thread ended."))
        return lines.map { "\(date($0)) - \($1)\n" }.joined()
    }

    /// Actual consumption: the ledger's total, facility included.
    static func output(_ report: RunReport) -> String {
        let clock = JobClock(report)
        let total = report.analysis.total
        let energy = Exact.divide(ExactDecimal.kilowattHourQuanta(total.energy), by: 1000)
        let kilometres = Exact.multiplyDivide(total.emissions, 10_000_000, by: tenthsOfGramsPerKilometre)
        let figure = { (count: Int128, places: Int) in ExactDecimal.text(count, places: places, atLeast: 12) }
        let consumption = [
            "", "Actual consumption for 1 epoch(s):", "\tTime:\t\(time(report.account.clock.makespan()))",
            "\tEnergy:\t\(figure(energy, 12)) kWh", "\tCO2eq:\t\(figure(total.emissions, 6)) g",
            "\tThis is equivalent to:", "\t\(figure(kilometres, 12)) km travelled by car",
        ]
        let messages = [
            (clock.start, components(Part.all(report))), (clock.end, consumption.joined(separator: "\n")),
            (clock.end, "Finished monitoring."),
        ]
        return messages.map { "\(date($0)) - CarbonTracker: \($1)\n" }.joined()
    }

    /// What Carbontracker would call a component.
    private struct Part {
        let name: String
        let devices: [String]
        /// Nanojoules without the facility.
        let energy: Int128

        /// Those that drew something.
        static func all(_ report: RunReport) -> [Part] {
            let nodes = report.cluster.nodes
            let fabric = report.cluster.fabric
            let inventory = FabricInventory(cluster: report.cluster)
            let network =
                nodes.map { ($0.nic.name, $0.count * $0.nicsPerNode) }
                + [(fabric.switchModel?.name ?? "", inventory.switches), (fabric.optics?.name ?? "", inventory.optics)]
                + fabric.wanLinks.map { ($0.equipment.name, $0.count) }
            let groups: [(String, [(String, Int)], (Component) -> Bool)] = [
                ("gpu", nodes.map { ($0.accelerator.name, $0.count * $0.acceleratorsPerNode) }, { $0 == .accelerator }),
                ("cpu", nodes.map { ($0.cpu.name, $0.count * $0.sockets) }, { $0 == .cpu }),
                ("ram", nodes.map { ("node memory \($0.memory.formatted())", $0.count) }, { $0 == .memory }),
                ("host_base", nodes.map { ("node base", $0.count) }, { $0 == .hostBase }),
                ("storage", nodes.map { ($0.storage.name, $0.count * $0.storagePerNode) }, { $0 == .storage }),
                ("network", network, { $0.isFabric }),
            ]
            return groups.compactMap { name, devices, includes in
                let sum = report.account.ledger.total { component, _, _, _ in includes(component) }
                guard sum.energy != 0 else { return nil }
                return Part(name: name, devices: ModelCounts(devices).counted.map(plain), energy: sum.energy)
            }
        }

        /// A point or a comma would end the device in the eyes of the parser.
        private static func plain(_ device: String) -> String {
            String(device.map { $0 == "." || $0 == "," || $0.isNewline ? "_" : $0 })
        }
    }

    private static func components(_ parts: [Part]) -> String {
        (["The following components were found:"]
            + parts.map { "\($0.name.uppercased()) with device(s) \($0.devices.joined(separator: ", "))." })
            .joined(separator: " ")
    }

    /// The energy of everything over that of the equipment.
    private static func pue(_ report: RunReport) -> String {
        let equipment = report.analysis.equipment.energy
        guard equipment > 0 else { return "1.0" }
        return ExactDecimal.text(
            Exact.multiplyDivide(report.analysis.total.energy, 1_000_000, by: equipment), places: 6)
    }

    /// `0:01:02.50`: hours, minutes, seconds to a hundredth.
    private static func time(_ duration: VirtualDuration) -> String {
        let hundredths = Exact.divide(duration.attoseconds, by: 10_000_000_000_000_000)
        let two = { (value: Int128) in Figures.padded("\(value)", to: 2, with: "0") }
        let (seconds, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60)).\(two(rest))"
    }

    /// `2024-03-01 08:00:00`.
    private static func date(_ time: String) -> String {
        String(time.dropping("Z").map { $0 == "T" ? " " : $0 })
    }
}
