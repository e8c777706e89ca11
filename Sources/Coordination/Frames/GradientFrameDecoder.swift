internal import Digests

/// Reads frames from bytes that anyone may have sent: it never traps, and takes nothing that does not fit.
package struct GradientFrameDecoder: ~Copyable {
    /// What frames must fit; changes with the generation.
    package var expectation: FrameExpectation
    private var checksum = Checksum64Stream()

    /// A decoder of what fits `expectation`.
    package init(expecting expectation: FrameExpectation) { self.expectation = expectation }

    /// Checks a frame and takes in its header and stamps. The payload is checked where it lies.
    ///
    /// Checks run in the order of `FrameRejection`; the first that fails is thrown.
    ///
    /// - Parameters:
    ///   - header: The first part, at any address, as the others.
    ///   - stamps: The second part.
    ///   - payload: The third part.
    ///   - values: Receives the stamps in attoseconds, in its own storage; unchanged if the frame is rejected.
    package mutating func decode(
        header: UnsafeRawBufferPointer, stamps: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer,
        stampsInto values: inout [Int128]
    ) throws(FrameRejection) -> GradientFrame {
        let fields = try HeaderFields(reading: header)
        try checkLengths(fields, stampBytes: stamps.count, payloadBytes: payload.count)
        try checkHeaderChecksum(fields, header: header, stamps: stamps)
        let frame = try expectation.accept(fields)
        guard Checksum64(of: payload).value == fields.payloadChecksum else { throw .payloadChecksumMismatch }
        values.removeAll(keepingCapacity: true)
        for index in 0..<(stamps.count / GradientFrameLayout.stampBytes) {
            let value = stamps.loadUnaligned(fromByteOffset: index * GradientFrameLayout.stampBytes, as: Int128.self)
            values.append(Int128(littleEndian: value))
        }
        return frame
    }

    private func checkLengths(
        _ fields: HeaderFields, stampBytes: Int, payloadBytes: Int
    ) throws(FrameRejection) {
        guard UInt64(fields.stampCount) <= UInt64(expectation.maximumStamps) else { throw .tooManyStamps }
        guard UInt64(stampBytes) == UInt64(fields.stampCount) * UInt64(GradientFrameLayout.stampBytes) else {
            throw .lengthMismatch
        }
        guard UInt64(payloadBytes) == fields.payloadBytes else { throw .lengthMismatch }
        if fields.flags & GradientFrameLayout.clocksOnlyFlag != 0 {
            guard fields.payloadBytes == 0 else { throw .lengthMismatch }
        } else {
            let (needed, overflow) = fields.elementCount.multipliedReportingOverflow(
                by: UInt64(GradientFrameLayout.elementBytes))
            guard !overflow, fields.payloadBytes == needed else { throw .lengthMismatch }
        }
    }

    private mutating func checkHeaderChecksum(
        _ fields: HeaderFields, header: UnsafeRawBufferPointer, stamps: UnsafeRawBufferPointer
    ) throws(FrameRejection) {
        checksum.reset()
        checksum.update(UnsafeRawBufferPointer(rebasing: header[..<GradientFrameLayout.Offset.headerChecksum]))
        checksum.update(stamps)
        let value = checksum.checksum.value
        guard value == fields.headerChecksum else { throw .headerChecksumMismatch }
    }
}
