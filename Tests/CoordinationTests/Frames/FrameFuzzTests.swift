import Coordination
import Testing

@Suite struct FrameFuzzTests {
    static let small = Sample(elements: 3..<6, stamps: [17, -4])

    @Test("every single flipped bit of a frame is noticed")
    func bitFlips() {
        let parts = Self.small.encoded()
        #expect(rejection(parts) == nil)
        for part in parts.indices {
            for bit in 0..<(parts[part].count * 8) {
                var flipped = parts
                flipped[part][bit / 8] ^= 1 << (bit % 8)
                #expect(rejection(flipped) != nil, "part \(part), bit \(bit)")
            }
        }
    }

    @Test("every truncation and every lengthened part is noticed")
    func truncations() {
        let parts = Self.small.encoded()
        for part in parts.indices {
            for length in 0..<parts[part].count {
                var cut = parts
                cut[part].removeSubrange(length...)
                #expect(rejection(cut) != nil, "part \(part) cut to \(length) bytes")
            }
            var longer = parts
            longer[part].append(0)
            #expect(rejection(longer) != nil, "part \(part) with a byte more")
        }
    }

    @Test("random bytes are rejected, whatever their lengths", arguments: UInt64(1)...8)
    func randomBytes(seed: UInt64) {
        var source = SeededBytes(state: seed)
        for attempt in 0..<2000 {
            let headerBytes = attempt % 3 == 0 ? Int.random(in: 0...200, using: &source) : 96
            let parts = [headerBytes, 16 * (attempt % 10), attempt % 130].map { source.bytes($0) }
            #expect(rejection(parts) != nil, "seed \(seed), attempt \(attempt)")
        }
    }

    @Test("random fields behind the right magic and version are rejected", arguments: UInt64(1)...8)
    func randomFields(seed: UInt64) {
        var source = SeededBytes(state: seed)
        let sample = Self.small.encoded()
        for attempt in 0..<4000 {
            var parts = sample
            let start = 6 + Int.random(in: 0..<90, using: &source)
            let end = min(96, start + Int.random(in: 1...16, using: &source))
            parts[0].replaceSubrange(start..<end, with: source.bytes(end - start))
            if parts == sample { continue }
            #expect(rejection(parts) != nil, "seed \(seed), attempt \(attempt)")
        }
    }

    @Test("parts of two frames do not pass as one")
    func mixedParts() {
        let one = Sample(elements: 3..<6, stamps: [17, -4]).encoded()
        let other = Sample(elements: 3..<6, stamps: [17, -5]).encoded()
        #expect(rejection([one[0], other[1], one[2]]) == .headerChecksumMismatch)
        #expect(rejection([one[1], one[0], one[2]]) == .wrongHeaderLength)
    }
}
