/// Counts dropped frames by reason.
package struct DropCounter: Hashable, Sendable, CustomStringConvertible {
    private var counts = [Int](repeating: 0, count: FrameRejection.allCases.count)

    /// A counter at zero.
    package init() {}

    /// Notes one dropped frame.
    package mutating func count(_ reason: FrameRejection) { counts[Self.index(of: reason)] += 1 }

    /// Adds another counter's counts.
    package mutating func add(_ other: DropCounter) {
        for index in counts.indices { counts[index] += other.counts[index] }
    }

    /// Frames dropped for one reason.
    package subscript(reason: FrameRejection) -> Int { counts[Self.index(of: reason)] }

    /// Frames dropped.
    package var total: Int { counts.reduce(0, +) }

    /// The reasons that occurred, in the order of the checks, with their counts.
    package var occurred: [(reason: FrameRejection, count: Int)] {
        zip(FrameRejection.allCases, counts).filter { $0.1 > 0 }.map { (reason: $0.0, count: $0.1) }
    }

    /// `wrongRun 2, staleGeneration 5`, or `none`.
    package var description: String {
        let texts = occurred.map { "\($0.reason.rawValue) \($0.count)" }
        return texts.isEmpty ? "none" : texts.joined(separator: ", ")
    }

    private static func index(of reason: FrameRejection) -> Int {
        guard let index = FrameRejection.allCases.firstIndex(of: reason) else {
            fatalError("\(reason) is not among all cases")
        }
        return index
    }
}
