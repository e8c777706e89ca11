import Digests
import Testing

/// A block of bytes without a pattern that a hash could miss.
private func block(_ count: Int) -> [UInt8] {
    var state: UInt32 = 12345
    return (0..<count).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(state >> 24)
    }
}

@Suite struct DigestTests {
    @Test("the empty input has xxHash's published values")
    func emptyInput() {
        #expect(Checksum64(of: []).description == "2d06800538d394c2")
        #expect(Digest128(of: []).description == "99aa06d3014798d86001c324468d497f")
    }

    @Test(
        "pieces give the digest of the whole, wherever they are cut",
        arguments: [0, 1, 16, 17, 240, 241, 1000, 100_000])
    func streaming(count: Int) {
        let bytes = block(count)
        for cut in [0, 1, 7, count / 2, max(0, count - 1), count] where cut <= count {
            var checksum = Checksum64Stream()
            var digest = Digest128Stream()
            bytes.withUnsafeBytes { all in
                for piece in [all[..<cut], all[cut...]] {
                    checksum.update(UnsafeRawBufferPointer(rebasing: piece))
                    digest.update(UnsafeRawBufferPointer(rebasing: piece))
                }
            }
            let streamedChecksum = checksum.checksum
            let streamedDigest = digest.digest
            #expect(streamedChecksum == Checksum64(of: bytes))
            #expect(streamedDigest == Digest128(of: bytes))
            digest.reset()
            let emptied = digest.digest
            #expect(emptied == Digest128(of: []))
        }
    }

    @Test("every single flipped bit changes both hashes", arguments: [1, 5, 16, 96, 300])
    func bitFlips(count: Int) {
        let bytes = block(count)
        for bit in 0..<(count * 8) {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << (bit % 8)
            #expect(Checksum64(of: flipped) != Checksum64(of: bytes))
            #expect(Digest128(of: flipped) != Digest128(of: bytes))
        }
    }

    @Test("a digest reads back what it prints, leading zeros included")
    func textRoundTrip() {
        for digest in [Digest128(of: block(9)), Digest128(high: 0, low: 1), Digest128(high: .max, low: 0)] {
            #expect(Digest128(digest.description) == digest)
            #expect(Digest128(digest.description.uppercased()) == digest)
            #expect(digest.description.count == 32)
        }
    }

    @Test(
        "text that is not a digest is refused",
        arguments: ["", "0", "+0000000000000000000000000000001", String(repeating: "0", count: 33), "gg", "é"])
    func refusedText(text: String) {
        #expect(Digest128(text) == nil)
    }
}
