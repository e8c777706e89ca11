/// `host.json`: what `result.json` must not hold, as it differs from run to run: dates, paths, times and energy of the
/// machine that ran the emulator, and what its processes dropped.
package enum HostFile {
    /// - Parameters:
    ///   - started: date and time of the start, in ISO 8601.
    ///   - ended: of the end, likewise.
    ///   - version: of the program.
    package static func text(
        _ report: RunReport, host: HostSummary, started: String, ended: String, version: String
    ) -> String {
        let reason: JSONValue =
            switch report.status {
            case .completed: .null
            case .stopped(_, let reason): .string(reason)
            }
        return JSONValue.object([
            "run": .string(report.run),
            "version": .string(version),
            "started": .string(started),
            "ended": .string(ended),
            "stop_reason": reason,
            "folder_path": .string(report.folder),
            "cluster_file_path": .string(report.clusterFile),
            "corpus_path": .string(host.corpusPath),
            "kernels": .array(host.kernels.map { .string($0) }),
            "host_wall_seconds": .number(host.wallSeconds),
            "host_cpu_seconds": .number(host.cpuSeconds),
            "host_energy_joules": .number(host.joules),
            "host_energy_low_joules": .number(host.energy.joules.low),
            "host_energy_high_joules": .number(host.energy.joules.high),
            "host_energy_method": .string(host.energy.method.joined(separator: " ")),
            "host_machine_energy_joules": .number(host.energy.machineJoules),
            "host_busy_share": .number(host.energy.share),
            "host_load": .number(host.energy.load),
            "host_elsewhere_cpu_seconds": .number(host.energy.elsewhereSeconds),
            "host_elsewhere_energy_joules": .number(host.energy.elsewhereJoules),
            "host_counters": .string(host.energy.counters.rawValue),
            "host_counters_zone": host.energy.brokenZone.map { .string($0) } ?? .null,
            "host_zones": .array(host.energy.zones.map(zone)),
            "host_processor": processor(host.energy.processor),
            "host_intensity_gco2e_per_kwh": .number(host.gramsPerKilowattHour),
            "host_emissions_gco2e": .number(host.grams),
            "payload_sent_bytes": .string("\(host.payloadBytesSent)"),
            "payload_received_bytes": .string("\(host.payloadBytesReceived)"),
            "framing_sent_bytes": .string("\(host.framingBytesSent)"),
            "dropped_frames": .array(
                host.droppedFrames.map { .object(["reason": .string($0.reason), "count": .count($0.count)]) }),
        ]).text
    }

    private static func zone(_ zone: HostEnergySummary.Zone) -> JSONValue {
        .object([
            "name": .string(zone.name), "role": .string(zone.role),
            "energy_joules": zone.joules.map { .number($0) } ?? .null, "is_counted": .bool(zone.isCounted),
        ])
    }

    private static func processor(_ processor: HostEnergySummary.Processor) -> JSONValue {
        .object([
            "model_name": .string(processor.modelName), "catalog_name": .string(processor.catalogName),
            "sockets": .count(processor.sockets), "threads": .count(processor.threads),
            "is_virtual": .bool(processor.isVirtual), "tdp_watts": .number(processor.tdp.central),
            "tdp_low_watts": .number(processor.tdp.low), "tdp_high_watts": .number(processor.tdp.high),
            "tdp_source": .string(processor.source),
            "tdp_year": processor.year == 0 ? .null : .count(processor.year),
            "tdp_confidence": .string(processor.confidence),
        ])
    }
}
