internal import Accounting
internal import ClusterModel
internal import Units

/// What was made to go wrong in a run, in words; nothing for a calm one.
enum DisturbanceWords {
    static func pieces(_ report: RunReport) -> [String] {
        let model = report.cluster.disturbances
        var pieces: [String] = []
        if let stragglers = model.stragglers {
            pieces.append(
                "stragglers \(percent(stragglers.probability)) of steps by +\(percent(stragglers.slowdown))"
                    + ranks(stragglers.ranks))
        }
        for link in model.slowLinks {
            pieces.append("rank \(link.rank)'s ports at \(percent(link.bandwidth))")
        }
        if let loss = model.packetLoss {
            let again = ByteCount(count: report.account.anatomy.bytesSentAgain).formatted(decimals: 1)
            pieces.append("packet loss \(loss.probability.formatted())" + ranks(loss.ranks) + " (\(again) sent again)")
        }
        if let background = model.background {
            pieces.append(
                "another job on \(percent(background.share)) of shared links in \(percent(background.probability)) of steps"
            )
        }
        return pieces
    }

    private static func percent(_ ratio: Ratio) -> String { Figures.percent(ratio.value, places: 0) }

    private static func ranks(_ ranks: [Int]?) -> String {
        ranks.map { " of ranks \($0.map(String.init).joined(separator: ", "))" } ?? ""
    }
}
