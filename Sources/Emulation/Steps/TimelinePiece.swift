package import Units

/// What a rank does for a while in a step.
package struct TimelinePiece: Sendable, Hashable {
    package enum Activity: Sendable, Hashable, CaseIterable {
        /// Waiting for the step's own input.
        case input
        case forward
        case backward
        /// Waiting for a collective because other ranks are not ready.
        case others
        /// Waiting for a collective otherwise.
        case communication
        case optimizer
        case checkpoint

        package var isCompute: Bool { self == .forward || self == .backward || self == .optimizer }

        /// What a pass is, counted as in a step of so many micro-batches.
        static func pass(_ pass: Int, of microBatches: Int) -> Self {
            guard pass < 2 * microBatches else { return .optimizer }
            return pass % 2 == 0 ? .forward : .backward
        }
    }

    package let activity: Activity
    package let start: VirtualInstant
    package let end: VirtualInstant

    init(_ activity: Activity, _ start: VirtualInstant, _ end: VirtualInstant) {
        self.activity = activity
        self.start = start
        self.end = end
    }

    /// Tells apart, in waits for collectives, what others cause: the same share of each wait, at its beginning.
    ///
    /// - Parameter others: of all waits together; negative where the network hides what ranks differ by, which tells
    ///   nothing apart.
    static func telling(_ others: VirtualDuration, apart pieces: [TimelinePiece]) -> [TimelinePiece] {
        let total = pieces.reduce(VirtualDuration.zero) {
            $1.activity == .communication ? $0 + ($1.end - $1.start) : $0
        }
        let share = max(.zero, min(others, total))
        guard share > .zero else { return pieces }
        var (waited, told) = (VirtualDuration.zero, VirtualDuration.zero)
        return pieces.flatMap { piece -> [TimelinePiece] in
            guard piece.activity == .communication else { return [piece] }
            // Rounded on the running sum, so that all of it is told.
            waited += piece.end - piece.start
            let sum = share.scaled(by: waited.attoseconds, over: total.attoseconds)
            let middle = piece.start + (sum - told)
            told = sum
            return [TimelinePiece(.others, piece.start, middle), TimelinePiece(.communication, middle, piece.end)]
        }
    }

    /// Leaves out what is empty and joins neighbours of one kind.
    static func merged(_ pieces: [TimelinePiece]) -> [TimelinePiece] {
        pieces.reduce(into: []) { list, piece in
            guard piece.end > piece.start else { return }
            if let last = list.last, last.activity == piece.activity {
                list[list.count - 1] = TimelinePiece(last.activity, last.start, piece.end)
            } else {
                list.append(piece)
            }
        }
    }
}
