internal import Accounting
internal import Emulation
internal import Units

/// `steps.csv`: one committed step a line, trained columns and emulated columns told apart by their names (RFC 4180).
package enum StepsFile {
    /// The text, lines ended by CR LF.
    package static func text(_ rows: [StepRow]) -> String {
        ([header] + rows.map(fields)).map { CSVLine.text($0) + "\r\n" }.joined()
    }

    /// Names of the columns, units included.
    static let header =
        ["step", "trained_loss_nats_per_token", "trained_tokens", "emulated_virtual_end_seconds"]
        + ["forward", "backward", "slowed_compute", "optimizer", "storage"].map { "emulated_\($0)_seconds" }
        + WaitCause.allCases.map { "emulated_wait_\(Cause($0).rawValue)_seconds" }
        + ["emulated_communication_seconds"]
        + ["", "network_"].flatMap {
            ["emulated_\($0)energy_nanojoules", "emulated_\($0)emissions_micrograms"]
        }

    private static func fields(_ row: StepRow) -> [String] {
        let spans =
            [row.forward, row.backward, row.slowedCompute, row.optimizer, row.storage] + row.waits + [row.communication]
        return ["\(row.step)", "\(row.trainedLoss)", "\(row.trainedTokens)", seconds(row.virtualEnd - .zero)]
            + spans.map(seconds)
            + [row.total, row.network].flatMap { ["\($0.energy)", "\($0.emissions)"] }
    }

    /// Seconds with nine decimals, from whole nanoseconds.
    private static func seconds(_ duration: VirtualDuration) -> String {
        ExactDecimal.text(Int128(duration.nanoseconds), places: 9, atLeast: 9)
    }
}
