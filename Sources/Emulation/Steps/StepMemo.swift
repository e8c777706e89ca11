internal import Units

/// A priced step and what it began with, so that a step that begins the same way is not priced again.
///
/// Lanes do not depend on one another and nothing depends on the date: only on differences of instants within a lane.
struct StepMemo: Sendable {
    private let start: [Int128]
    private let ends: StepEnds
    private let bases: [Int128]

    /// - Parameters:
    ///   - bases: by lane, an instant that the step's beginnings are told from.
    ///   - start: all that the step depends on, in differences to the bases.
    init(bases: [Int128], start: [Int128], ends: StepEnds) {
        self.bases = bases
        self.start = start
        self.ends = ends
    }

    /// The step's ends if it begins as the remembered one did; else `nil`.
    ///
    /// - Parameter carried: lanes of a rank that messages carry.
    func ends(bases: [Int128], start: [Int128], carried: Int) -> StepEnds? {
        guard start == self.start else { return nil }
        let shifts = zip(bases, self.bases).map { $0 - $1 }
        var moved = ends
        let width = bases.count
        for index in moved.streamFree.indices {
            moved.streamFree[index] += shifts[index % width]
            moved.computeEnd[index] += shifts[index % width]
        }
        for index in moved.streams.dataReady.indices {
            let shift = shifts[index % carried]
            moved.streams.dataReady[index] += shift
            moved.streams.sendPort[index] += shift
            moved.streams.receivePort[index] += shift
        }
        for slot in moved.sendPorts.indices {
            for rank in moved.sendPorts[slot].indices {
                moved.sendPorts[slot][rank] += shifts[carried + slot]
                moved.receivePorts[slot][rank] += shifts[carried + slot]
            }
        }
        return moved
    }
}

/// The last few steps that were priced.
///
/// Ranks that wait for one another along different ways need not find a common beat at once, or ever: their steps settle
/// into a cycle of a few, each lane into one of its own. So more than the step before is worth remembering.
struct StepMemos: Sendable {
    private static let most = 8
    /// The one that was asked for least recently first.
    private var memos: [StepMemo] = []

    /// A step's ends if one that is remembered began as it does; else `nil`.
    mutating func ends(bases: [Int128], start: [Int128], carried: Int) -> StepEnds? {
        for index in memos.indices.reversed() {
            guard let ends = memos[index].ends(bases: bases, start: start, carried: carried) else { continue }
            memos.append(memos.remove(at: index))
            return ends
        }
        return nil
    }

    mutating func remember(_ memo: StepMemo) {
        if memos.count == Self.most { memos.removeFirst() }
        memos.append(memo)
    }
}
