internal import ClusterModel
internal import Units

/// Which collective a table is of: what the output says, checked against busbw / algbw, which differs between them.
struct CollectiveIdentity {
    let file: String
    let ranks: Int
    let header: NCCLTestHeader

    /// From the override, else the program's name, else the columns.
    ///
    /// - Throws: if none says it, or if the table's own bandwidths contradict it.
    func collective(
        of rows: [NCCLTestTable.Row], override: MeasuredCollective?
    ) throws(CalibrationError) -> MeasuredCollective {
        if let override {
            try check(rows, override)
            return override
        }
        let found: MeasuredCollective
        if let named = try named() { found = named } else { found = try fromColumns(rows) }
        try check(rows, found)
        return found
    }

    private func named() throws(CalibrationError) -> MeasuredCollective? {
        guard let program = header.program else { return nil }
        if let known = MeasuredCollective.allCases.first(where: { $0.program == program.name }) { return known }
        let known = MeasuredCollective.allCases.map(\.program).joined(separator: ", ")
        throw CalibrationError(
            at: program.line.location(file), "\(program.name) does not tell latency and bandwidth of the ports",
            remedy: "give the output of one of \(known)")
    }

    /// A reduction without a root is an all-reduce or a reduce-scatter; their ratios differ by two.
    private func fromColumns(_ rows: [NCCLTestTable.Row]) throws(CalibrationError) -> MeasuredCollective {
        let candidates: [MeasuredCollective] = [.allReduce, .reduceScatter]
        for row in rows where row.operation != nil && row.operation != "none" && (row.root ?? "-1") == "-1" {
            if let found = candidates.first(where: { agrees(row, $0) == true }) { return found }
        }
        throw CalibrationError(
            at: Location(file: file), "the output does not say which collective was measured",
            remedy: "say --nccl-collective \(MeasuredCollective.allCases.map(\.rawValue).joined(separator: ", or "))")
    }

    private func check(_ rows: [NCCLTestTable.Row], _ collective: MeasuredCollective) throws(CalibrationError) {
        for row in rows {
            let time = Double(row.row.time.count) * 1e-12
            let rate = Double(row.row.size.bytes) / time / 1e9
            if abs(rate - row.algorithmBandwidth) > 0.0051 + 0.02 * rate {
                throw CalibrationError(
                    at: row.line.location(file),
                    "size over time is \(Self.rounded(rate)) GB/s, but algbw says "
                        + "\(row.algorithmBandwidth)",
                    remedy: "the row is damaged: correct or remove it")
            }
            if agrees(row, collective) == false {
                throw CalibrationError(
                    at: row.line.location(file),
                    "busbw / algbw is \(Self.rounded(row.busBandwidth / row.algorithmBandwidth)), but "
                        + "\(collective.rawValue) over \(ranks) ranks gives "
                        + "\(Self.rounded(collective.busFactor(ranks: ranks)))",
                    remedy: "say --nccl-collective and --nccl-ranks as they were")
            }
        }
    }

    /// Whether busbw / algbw is this collective's; `nil` where two decimals do not tell.
    private func agrees(_ row: NCCLTestTable.Row, _ collective: MeasuredCollective) -> Bool? {
        guard row.algorithmBandwidth >= 0.5 else { return nil }
        let expected = row.algorithmBandwidth * collective.busFactor(ranks: ranks)
        return abs(row.busBandwidth - expected) <= 0.0051 + 0.0051 * collective.busFactor(ranks: ranks)
            + 0.001 * expected
    }

    private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
