internal import CXXHash

/// XXH3 with 128 bits: what names a state (weights, a reduced gradient, a configuration) so that two ranks can compare
/// theirs without sending it.
///
/// Accidents only, no key. Source: xxHash 0.8, `XXH3_128bits`, seed 0.
package struct Digest128: Hashable, Sendable, CustomStringConvertible {
    /// The more significant half.
    package let high: UInt64
    /// The less significant half.
    package let low: UInt64

    /// A digest received or stored.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The digest of `bytes`; an empty buffer has one too.
    package init(of bytes: UnsafeRawBufferPointer) { self.init(XXH3_128bits(bytes.baseAddress, bytes.count)) }

    /// The digest of an array's bytes.
    package init(of bytes: [UInt8]) { self = bytes.withUnsafeBytes { Digest128(of: $0) } }

    init(_ hash: XXH128_hash_t) { self.init(high: hash.high64, low: hash.low64) }

    /// Reads what `description` prints: exactly 32 hexadecimal digits of either case; `nil` for anything else.
    package init?(_ text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 32, let high = hexadecimalValue(of: digits[..<16]),
            let low = hexadecimalValue(of: digits[16...])
        else { return nil }
        self.init(high: high, low: low)
    }

    /// 32 lower-case hexadecimal digits, most significant first: xxHash's canonical form.
    package var description: String { hexadecimal(high) + hexadecimal(low) }
}

/// Builds a `Digest128` from bytes that come in pieces; how they are cut does not matter.
package struct Digest128Stream: ~Copyable {
    private let state = HashState()

    /// A stream that has seen nothing yet.
    package init() { state.reset128() }

    /// Takes in the next bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) { state.update128(bytes) }

    /// The digest of everything taken in so far; the stream can go on.
    package var digest: Digest128 { Digest128(state.digest128()) }

    /// Forgets everything, keeping its memory.
    package mutating func reset() { state.reset128() }
}

extension Digest128 {
    /// The 16 bytes of the digest, the most significant first: as it travels.
    package var bytes: [UInt8] {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }
}
