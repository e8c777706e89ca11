internal import ClusterModel
internal import Units

/// What is made to go wrong, in words; nothing for a calm cluster.
enum DisturbanceWords {
    /// - Parameter sentAgain: payload that was lost and sent again; `nil` before a run.
    static func pieces(_ model: DisturbanceModel, sentAgain: ByteCount? = nil) -> [String] {
        var pieces: [String] = []
        if let stragglers = model.stragglers {
            let factor = plain(1 + stragglers.slowdown.value)
            pieces.append(
                "stragglers in \(percent(stragglers.probability)) of steps\(ranks(stragglers.ranks)): each adds "
                    + "\(percent(stragglers.slowdown)) of the undisturbed time of its compute (x \(factor))")
        }
        for link in model.slowLinks {
            if link.bandwidth != .one { pieces.append("rank \(link.rank)'s ports at \(percent(link.bandwidth))") }
            if link.latency > .zero { pieces.append("rank \(link.rank)'s messages \(link.latency.formatted()) later") }
        }
        if let loss = model.packetLoss {
            let again = sentAgain.map { " (\($0.formatted(decimals: 1)) sent again)" } ?? ""
            pieces.append("packet loss \(percent(loss.probability))" + ranks(loss.ranks) + again)
        }
        if let background = model.background {
            pieces.append(
                "another job on \(percent(background.share)) of shared links in "
                    + "\(percent(background.probability)) of steps")
        }
        return pieces
    }

    private static func percent(_ ratio: Ratio) -> String { plain(ratio.value * 100) + " %" }

    /// As it was written, `0.01` or `150`: nine places hold every ratio.
    private static func plain(_ value: Double) -> String {
        var text = Figures.decimal(value, places: 9)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }

    private static func ranks(_ ranks: [Int]?) -> String {
        ranks.map { " of rank\($0.count == 1 ? "" : "s") \($0.map(String.init).joined(separator: ", "))" } ?? ""
    }
}
