/// The machine that ran the emulator: a ledger of its own.
enum HostExplanations {
    private static let place = "THIS HOST"

    static func add(_ report: RunReport, to book: inout ExplanationBook) {
        guard let host = report.host else { return }
        let energy = host.energy
        let leaf = {
            (
                book: inout ExplanationBook, name: String, value: Double, unit: ExplainedUnit, aliases: [String],
                meaning: String
            ) -> Formula in
            book.add(
                Explanation(
                    name, value, unit, aliases: aliases, place: place, meaning: meaning, origin: .measured))
        }
        _ = leaf(
            &book, "host_wall_seconds", host.wallSeconds, .seconds, ["host time"], "from start to end by its clock")
        _ = leaf(&book, "host_cpu_seconds", host.cpuSeconds, .seconds, ["cpu-seconds"], "of all processes of the run")
        _ = leaf(
            &book, "host_payload_sent_bytes", Double(host.payloadBytesSent), .bytes, ["really sent"],
            "payload that workers really sent")
        let processor = energy.processor
        book.add(
            Explanation(
                "host_processor.tdp_watts", processor.tdp.central, .watts, symbol: "TDP", aliases: ["tdp"],
                place: place, meaning: "thermal design power of \(processor.catalogName)",
                origin: .constant(
                    .init(
                        low: "\(Formula.digits(processor.tdp.low)) W",
                        central: "\(Formula.digits(processor.tdp.central)) W",
                        high: "\(Formula.digits(processor.tdp.high)) W", source: processor.source,
                        year: processor.year, confidence: processor.confidence))))
        _ = leaf(&book, "host_load", energy.load, .ratio, ["load"], "mean load of the machine's processors")
        let how = energy.method.joined(separator: " ")
        book.add(
            Explanation(
                "host_machine_energy_joules", energy.machineJoules, .joules, symbol: "machine", place: place,
                meaning: "of all processors of the machine while the run lasted: \(how)", origin: .measured,
                related: ["host_processor.tdp_watts", "host_load", "host_wall_seconds"]))
        let share = leaf(
            &book, "host_busy_share", energy.share, .ratio, ["busy share"],
            "the run's processor seconds over all busy ones of the machine")
        let elsewhere = leaf(
            &book, "host_elsewhere_energy_joules", energy.elsewhereJoules, .joules, [],
            "of workers on other hosts, at this machine's joules a processor second")
        let range: [(String, Double)] = [("low", energy.joules.low), ("high", energy.joules.high)]
        let machine = book.term("host_machine_energy_joules")
        let own = book.add(
            Explanation(
                "host_energy_joules", host.joules, .joules, symbol: "host_energy", aliases: ["this host", "host"],
                place: place,
                meaning: "what the run has really drawn, never added to the emulated cluster's",
                formula: machine * share + elsewhere,
                related: ["host_energy_low_joules", "host_energy_high_joules", "host_emissions_gco2e"]))
        for (end, joules) in range {
            book.add(
                Explanation(
                    "host_energy_\(end)_joules", joules, .joules, aliases: ["host range"], place: place,
                    meaning: "\(end) end of the model of the host's power (docs/host.md); as measured, if it was",
                    origin: .measured, related: ["host_energy_joules"]))
        }
        let intensity = book.add(
            Explanation(
                "host_intensity_gco2e_per_kwh", host.gramsPerKilowattHour, .gramsPerKilowattHour,
                symbol: "host_intensity", place: place,
                meaning: "of the host's electricity: --host-intensity, else a world average", origin: .configuration))
        book.derive(
            "host_emissions_gco2e", own * intensity / .number(3_600_000), .grams, aliases: ["host emissions"],
            place: place, meaning: "of the host's energy; 3,600,000 J are 1 kWh")
        for dropped in host.droppedFrames {
            book.add(
                Explanation(
                    "dropped_frames[\(dropped.reason)].count", Double(dropped.count), .count,
                    aliases: ["dropped frames"],
                    place: place, meaning: "frames that were refused: \(dropped.reason)", origin: .measured))
        }
    }
}
