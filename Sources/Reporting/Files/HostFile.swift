/// `host.json`: what `result.json` must not hold, as it differs from run to run: dates, paths, times and energy of the
/// machine that ran the emulator, and what its processes dropped.
package enum HostFile {
    /// - Parameters:
    ///   - started: date and time of the start, in ISO 8601.
    ///   - ended: of the end, likewise.
    ///   - version: of the program.
    package static func text(_ report: RunReport, started: String, ended: String, version: String) -> String {
        let host = report.host
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
            "host_energy_method": .string(host.method),
            "host_intensity_gco2e_per_kwh": .number(host.gramsPerKilowattHour),
            "host_emissions_gco2e": .number(host.grams),
            "payload_sent_bytes": .string("\(host.payloadBytesSent)"),
            "payload_received_bytes": .string("\(host.payloadBytesReceived)"),
            "framing_sent_bytes": .string("\(host.framingBytesSent)"),
            "dropped_frames": .array(
                host.droppedFrames.map { .object(["reason": .string($0.reason), "count": .count($0.count)]) }),
        ]).text
    }
}
