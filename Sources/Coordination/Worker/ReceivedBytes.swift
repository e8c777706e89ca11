internal import Foundation

/// Bytes that arrive in pieces, in order; a piece that does not continue what is there is ignored.
struct ReceivedBytes: Sendable {
    private(set) var bytes: [UInt8] = []
    private let expected: Int

    init(expected: Int = 0) {
        self.expected = expected
        bytes.reserveCapacity(min(expected, 1 << 30))
    }

    mutating func take(_ piece: Data, at offset: Int) {
        guard offset == bytes.count, bytes.count + piece.count <= expected else { return }
        bytes.append(contentsOf: piece)
    }

    var isComplete: Bool { bytes.count == expected }
}
