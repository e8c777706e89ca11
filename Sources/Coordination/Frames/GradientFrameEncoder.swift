internal import Digests

/// Writes frames into storage that it uses again: no allocation once it has seen the largest number of stamps.
package struct GradientFrameEncoder: ~Copyable {
    /// The first part of the frame encoded last.
    package private(set) var header = [UInt8](repeating: 0, count: GradientFrameLayout.headerBytes)
    /// The second part of the frame encoded last; empty if it carries no stamps.
    package private(set) var stamps: [UInt8] = []
    private var checksum = Checksum64Stream()

    /// An encoder with storage for a header.
    package init() {}

    /// Encodes a frame's header and stamps. The payload is read for its checksum and is itself the third part, uncopied.
    ///
    /// - Parameters:
    ///   - stamps: Departure instants in attoseconds.
    ///   - payload: `frame.payloadBytes` bytes.
    /// - Precondition: the payload has that size; ranks, step, buckets and round fit 32 bits and are not negative.
    package mutating func encode(_ frame: GradientFrame, stamps values: [Int128], payload: UnsafeRawBufferPointer) {
        precondition(
            payload.count == frame.payloadBytes, "a payload of \(payload.count) bytes for \(frame.payloadBytes)")
        storeStamps(values)
        let stampBytes = stamps.count
        header.withUnsafeMutableBytes { fill($0, with: frame, stampCount: values.count, payload: payload) }
        checksum.reset()
        header.withUnsafeBytes { bytes in
            checksum.update(UnsafeRawBufferPointer(rebasing: bytes[..<GradientFrameLayout.Offset.headerChecksum]))
        }
        if stampBytes > 0 { stamps.withUnsafeBytes { checksum.update($0) } }
        let value = checksum.checksum.value
        header.withUnsafeMutableBytes { put(value, at: GradientFrameLayout.Offset.headerChecksum, in: $0) }
    }

    private mutating func storeStamps(_ values: [Int128]) {
        let needed = values.count * GradientFrameLayout.stampBytes
        if stamps.count != needed {
            stamps.removeAll(keepingCapacity: true)
            stamps.append(contentsOf: repeatElement(0, count: needed))
        }
        stamps.withUnsafeMutableBytes { bytes in
            for (index, value) in values.enumerated() {
                bytes.storeBytes(
                    of: value.littleEndian, toByteOffset: index * GradientFrameLayout.stampBytes, as: Int128.self)
            }
        }
    }
}

private func fill(
    _ bytes: UnsafeMutableRawBufferPointer, with frame: GradientFrame, stampCount: Int, payload: UnsafeRawBufferPointer
) {
    typealias Offset = GradientFrameLayout.Offset
    put(GradientFrameLayout.magic, at: Offset.magic, in: bytes)
    put(GradientFrameLayout.version, at: Offset.version, in: bytes)
    put(frame.content == .clocksOnly ? GradientFrameLayout.clocksOnlyFlag : 0, at: Offset.flags, in: bytes)
    put(frame.runID, at: Offset.runID, in: bytes)
    put(frame.generation, at: Offset.generation, in: bytes)
    put(UInt32(frame.sender), at: Offset.sender, in: bytes)
    put(UInt32(frame.receiver), at: Offset.receiver, in: bytes)
    put(UInt32(frame.step), at: Offset.step, in: bytes)
    put(UInt32(frame.bucket), at: Offset.bucket, in: bytes)
    put(UInt32(frame.operation), at: Offset.operation, in: bytes)
    put(UInt32(frame.round), at: Offset.round, in: bytes)
    put(UInt32(stampCount), at: Offset.stampCount, in: bytes)
    put(frame.sequence, at: Offset.sequence, in: bytes)
    put(UInt64(frame.elements.lowerBound), at: Offset.firstElement, in: bytes)
    put(UInt64(frame.elements.count), at: Offset.elementCount, in: bytes)
    put(UInt64(payload.count), at: Offset.payloadBytes, in: bytes)
    put(Checksum64(of: payload).value, at: Offset.payloadChecksum, in: bytes)
}

/// Stores a number little-endian.
private func put<Number: FixedWidthInteger & BitwiseCopyable>(
    _ value: Number, at offset: Int, in bytes: UnsafeMutableRawBufferPointer
) {
    bytes.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Number.self)
}
