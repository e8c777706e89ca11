package import Emulation
package import Units

/// A training step drawn in ASCII: an axis, a bar a rank, and under each bar a thin line for hidden communication.
package struct TimelineChart: Sendable {
    /// What a bar is made of, in the order in which a rank goes through it.
    package enum Piece: Character, CaseIterable, Sendable {
        case input = "i"
        case forward = "f"
        case backward = "b"
        /// Exposed, because other ranks are not ready.
        case others = "."
        /// Exposed communication.
        case communication = "#"
        case optimizer = "o"
        case checkpoint = "c"

        var activity: TimelinePiece.Activity {
            switch self {
            case .input: .input
            case .forward: .forward
            case .backward: .backward
            case .others: .others
            case .communication: .communication
            case .optimizer: .optimizer
            case .checkpoint: .checkpoint
            }
        }
    }

    /// The drawing of one rank; both lines have as many characters as there are columns.
    package struct Bar: Sendable, Hashable {
        package let rank: Int
        /// The piece that has most of each column's time; blank before the rank begins and after it ends.
        package let pieces: String
        /// `-` where communication runs beside at least half of the column's compute.
        package let hidden: String
    }

    /// The most ranks that are drawn one by one.
    package static let rankLimit = 12
    /// Characters of a bar.
    package let columns: Int
    /// All ranks, or of many the one that computes fastest and the one that computes slowest.
    package let bars: [Bar]
    /// Labels of the axis in milliseconds from the step's start, and the ticks under them.
    package let axis: (labels: String, ticks: String)
    /// Pieces that some bar shows.
    package let shown: [Piece]
    /// Time of one column.
    package let columnTime: VirtualDuration

    package init(_ timeline: StepTimeline, columns: Int = 60) {
        let span = max(1, (timeline.end - timeline.start).attoseconds)
        let edges = (0...columns).map {
            timeline.start + VirtualDuration(attoseconds: span).scaled(by: Int128($0), over: Int128(columns))
        }
        self.columns = columns
        bars = Self.drawn(timeline).map { Self.bar($0, edges: edges) }
        axis = Self.axis(span: span, columns: columns)
        let used = Set(bars.flatMap { $0.pieces })
        shown = Piece.allCases.filter { used.contains($0.rawValue) }
        columnTime = VirtualDuration(attoseconds: span).scaled(by: 1, over: Int128(columns))
    }

    /// True if not all ranks are drawn.
    package func leavesOut(_ timeline: StepTimeline) -> Bool { bars.count < timeline.ranks.count }

    private static func drawn(_ timeline: StepTimeline) -> [RankTimeline] {
        guard timeline.ranks.count > rankLimit else { return timeline.ranks }
        // The first of equals.
        let compute = timeline.ranks.map { $0.time(of: .forward) + $0.time(of: .backward) }
        let fastest = compute.firstIndex(of: compute.min()!)!
        let slowest = compute.firstIndex(of: compute.max()!)!
        return fastest == slowest ? [timeline.ranks[fastest]] : [timeline.ranks[fastest], timeline.ranks[slowest]]
    }

    private static func bar(_ rank: RankTimeline, edges: [VirtualInstant]) -> Bar {
        var (line, hidden) = ("", "")
        for (from, to) in zip(edges, edges.dropFirst()) {
            var most: (character: Character, time: VirtualDuration) = (" ", .zero)
            // A column can hold several pieces of one kind.
            for piece in Piece.allCases {
                let time = rank.pieces.reduce(VirtualDuration.zero) { sum, part in
                    part.activity == piece.activity ? sum + overlap(part.start, part.end, from, to) : sum
                }
                if time > most.time { most = (piece.rawValue, time) }
            }
            line.append(most.character)
            let beside = rank.spans.reduce(VirtualDuration.zero) { sum, span in
                rank.pieces.reduce(sum) { sum, part in
                    guard part.activity.isCompute else { return sum }
                    return sum + overlap(max(span.begin, part.start), min(span.end, part.end), from, to)
                }
            }
            let compute = rank.pieces.reduce(VirtualDuration.zero) { sum, part in
                part.activity.isCompute ? sum + overlap(part.start, part.end, from, to) : sum
            }
            hidden.append(beside > .zero && beside * 2 >= compute ? "-" : " ")
        }
        return Bar(rank: rank.rank, pieces: line, hidden: hidden)
    }

    private static func overlap(
        _ begin: VirtualInstant, _ end: VirtualInstant, _ from: VirtualInstant, _ to: VirtualInstant
    ) -> VirtualDuration {
        max(.zero, min(end, to) - max(begin, from))
    }

    /// Ticks at 1, 2 or 5 times a power of ten, at most seven.
    private static func axis(span: Int128, columns: Int) -> (labels: String, ticks: String) {
        let millisecond: Int128 = 1_000_000_000_000_000
        var (power, factor): (Int128, Int128) = (1, 1)
        while span / (power * factor) > 6 {
            if factor == 5 { (power, factor) = (power * 10, 1) } else { factor = factor == 1 ? 2 : 5 }
        }
        let step = power * factor
        let scale = Scale(unit: "ms", size: millisecond, decimals: Self.places(of: step, in: millisecond))
        var labels = ""
        var ticks = [Character](repeating: "-", count: columns)
        for tick in 0...Int(span / step) {
            let column = Int(Int128(tick) * step * Int128(columns) / span)
            guard column < columns else { break }
            ticks[column] = "+"
            let label = scale.number(Int128(tick) * step)
            guard labels.isEmpty || labels.count < column, column + label.count <= columns else { continue }
            labels += String(repeating: " ", count: column - labels.count) + label
        }
        return (labels, String(ticks))
    }

    /// Decimal places in which a multiple of `step` is exact.
    private static func places(of step: Int128, in unit: Int128) -> Int {
        var (places, quantum) = (0, unit)
        while step % quantum != 0, quantum >= 10 { (places, quantum) = (places + 1, quantum / 10) }
        return places
    }
}
