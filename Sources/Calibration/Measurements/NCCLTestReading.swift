internal import ClusterModel
internal import Units

/// Reads what `all_reduce_perf`, `reduce_scatter_perf` and `all_gather_perf` of nccl-tests print.
///
/// Lines of other programs between (mpirun, `NCCL INFO`) are passed over; a row, a device line or a verdict that cannot
/// be read is an error at its place.
package enum NCCLTestReading {
    /// The run that an output tells of.
    ///
    /// - Parameters:
    ///   - file: The name in messages.
    ///   - overrides: What the user says instead of the output.
    /// - Throws: the first problem, at its line and column.
    package static func run(
        text: String, file: String, overrides: NCCLTestOverrides = NCCLTestOverrides()
    ) throws(CalibrationError) -> NCCLTestRun {
        var header = NCCLTestHeader(file: file)
        var table: NCCLTestTable?
        var rows: [NCCLTestTable.Row] = []
        var average: Double?
        for line in OutputLine.lines(of: text) {
            if line.isComment {
                try header.read(line)
                if let found = try NCCLTestTable(header: line, file: file) {
                    guard rows.isEmpty else {
                        throw CalibrationError(
                            at: line.location(file), "a second table begins here",
                            remedy: "put each test's output in a file of its own")
                    }
                    table = found
                }
                try readVerdict(line, file: file, average: &average)
            } else if NCCLTestTable.isRow(line) {
                guard let table else {
                    throw CalibrationError(
                        at: line.location(file), "a row without the header that names its columns",
                        remedy: "keep the lines that begin with #")
                }
                if let row = try table.row(line) { rows.append(row) }
            } else {
                header.readCommand(line)
            }
        }
        guard !rows.isEmpty else {
            throw CalibrationError(
                at: Location(file: file), "there is no row of a result in it",
                remedy: "give what all_reduce_perf of nccl-tests printed")
        }
        let world = try header.world(overrides)
        let collective = try CollectiveIdentity(file: file, ranks: world.ranks, header: header)
            .collective(of: rows, override: overrides.collective)
        return NCCLTestRun(
            file: file, collective: collective, ranks: world.ranks, nodes: world.nodes, rows: rows.map(\.row),
            averageBusBandwidth: average)
    }

    /// `# Out of bounds values : 0 OK` and `# Avg bus bandwidth : 15.2`, below the table.
    private static func readVerdict(
        _ line: OutputLine, file: String, average: inout Double?
    ) throws(CalibrationError) {
        if line.begins(with: "Out", "of", "bounds", "values"), let count = line.word(after: ":"), count.text != "0" {
            throw CalibrationError(
                at: line.location(file, count), "the test found \(count.text) wrong results",
                remedy: "repair the cluster before measuring it; a time of wrong results means nothing")
        }
        if line.begins(with: "Avg", "bus", "bandwidth"), let word = line.word(after: ":") {
            guard let value = Double(word.text), value.isFinite, value >= 0 else {
                throw CalibrationError(
                    at: line.location(file, word), "the mean bus bandwidth '\(word.text)' is not a number",
                    remedy: "correct the line or remove it")
            }
            average = value
        }
    }
}
