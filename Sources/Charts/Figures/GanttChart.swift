/// What ranks do over time: a row a rank, a piece an activity; hidden communication as a strip below.
package struct GanttChart: Chart {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case input
        case forward
        case backward
        /// For other ranks.
        case waiting
        /// Communication that nothing runs beside.
        case exposed = "exposed communication"
        /// Communication beside compute; drawn below the row's other pieces.
        case hidden = "hidden communication"
        case optimizer
        case checkpoint

        var tone: Tone {
            switch self {
            case .input: .series(8)
            case .forward: .series(0)
            case .backward: .series(3)
            case .waiting: .empty
            case .exposed: .series(4)
            case .hidden: .series(1)
            case .optimizer: .series(5)
            case .checkpoint: .series(6)
            }
        }
    }

    package struct Piece: Sendable, Hashable {
        package var kind: Kind
        /// In seconds. A piece that is not finite or ends before it starts is left out.
        package var start: Double
        package var end: Double

        package init(_ kind: Kind, from start: Double, to end: Double) {
            (self.kind, self.start, self.end) = (kind, start, end)
        }

        var isShown: Bool { start.isFinite && end.isFinite && abs(start) <= 1e300 && abs(end) <= 1e300 && end >= start }
    }

    package struct Row: Sendable, Hashable {
        package var name: String
        package var pieces: [Piece]

        package init(_ name: String, _ pieces: [Piece]) { (self.name, self.pieces) = (name, pieces) }
    }

    package var title: String
    package var axis: Axis
    package var rows: [Row]

    package init(title: String, axis: Axis = Axis("time", .time), rows: [Row]) {
        (self.title, self.axis, self.rows) = (title, axis, rows)
        self.axis.kind = .linear
    }

    private var fitted: FittedAxis {
        axis.fitted(to: rows.flatMap(\.pieces).filter(\.isShown).flatMap { [$0.start, $0.end] }, isTight: true)
    }

    /// Time of each kind in a row, kinds without any left out.
    private func times(_ row: Row) -> [(kind: Kind, time: Double)] {
        Kind.allCases.compactMap { kind in
            let time = row.pieces.reduce(0.0) { $1.kind == kind && $1.isShown ? $0 + $1.end - $1.start : $0 }
            return time > 0 ? (kind, time) : nil
        }
    }

    private func words(_ row: Row, _ unit: ChosenUnit) -> String {
        let told = times(row).map { "\($0.kind.rawValue) \(unit.text($0.time))" }
        return "\(row.name): \(told.isEmpty ? "nothing" : told.joined(separator: ", "))"
    }

    package var summary: String {
        let unit = fitted.unit
        let more = rows.count > 4 ? " And \(rows.count - 4) more." : ""
        return "Timeline of \(rows.count) rows. "
            + rows.prefix(4).map { words($0, unit) }.joined(separator: "; ") + "." + more
    }

    package var table: ChartTable {
        let unit = fitted.unit
        return ChartTable(
            header: ["row", "activity", unit.title("start"), unit.title("end")],
            rows: rows.flatMap { row in
                row.pieces.map {
                    [
                        row.name, $0.kind.rawValue, Digits.plain(unit.scaled($0.start)),
                        Digits.plain(unit.scaled($0.end)),
                    ]
                }
            })
    }

    package func draw(on canvas: inout Canvas, from top: Double) {
        let pieces = rows.flatMap(\.pieces).filter(\.isShown)
        guard !pieces.isEmpty else { return canvas.sayNothing(from: top) }
        let used = Set(pieces.map(\.kind))
        let start = Legend(
            entries: Kind.allCases.filter(used.contains).map {
                ($0.rawValue, $0 == .hidden ? .strip($0.tone) : .area($0.tone))
            }
        ).draw(on: &canvas, from: top)
        let hasHidden = used.contains(.hidden)
        // Many rows become thin, so that the figure still fits a page.
        let height = rows.count <= 16 ? 24.0 : rows.count <= 48 ? 12 : 7
        let frame = BarFrame(
            on: &canvas, from: start + 4, names: rows.map(\.name), heights: rows.map { _ in height }, axis: fitted,
            rightRoom: 14)
        for (row, place) in zip(rows, frame.rows) {
            let strip = hasHidden ? (place.bottom - place.top) * 0.28 : 0
            canvas.datum(words(row, fitted.unit), isFocusable: rows.count <= 60) { canvas in
                for piece in row.pieces where piece.isShown && piece.end > piece.start {
                    let (left, right) = (frame.place(piece.start), frame.place(piece.end))
                    let span = "\(frame.fitted.unit.text(piece.start)) to \(frame.fitted.unit.text(piece.end))"
                    canvas.datum("\(row.name), \(piece.kind.rawValue): \(span)", isFocusable: false) { canvas in
                        if piece.kind == .hidden {
                            canvas.area(left, place.bottom - strip + 1, right, place.bottom, tone: piece.kind.tone)
                        } else {
                            // Neighbours are parted by a line of the ground.
                            let gap = right - left > 4 ? 0.4 : 0
                            canvas.area(left + gap, place.top, right - gap, place.bottom - strip, tone: piece.kind.tone)
                        }
                    }
                }
            }
        }
        canvas.height = frame.bottom
    }
}
