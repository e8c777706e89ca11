/// A header's numbers as they were sent: nothing of them is trusted but the magic and the version.
struct HeaderFields {
    let flags: UInt16
    let runID: UInt64
    let generation: UInt32
    let sender: UInt32
    let receiver: UInt32
    let step: UInt32
    let bucket: UInt32
    let operation: UInt32
    let round: UInt32
    let stampCount: UInt32
    let sequence: UInt64
    let firstElement: UInt64
    let elementCount: UInt64
    let payloadBytes: UInt64
    let payloadChecksum: UInt64
    let headerChecksum: UInt64

    /// Reads the fields of a header that has the right length, magic and version.
    init(reading bytes: UnsafeRawBufferPointer) throws(FrameRejection) {
        typealias Offset = GradientFrameLayout.Offset
        guard bytes.count == GradientFrameLayout.headerBytes else { throw .wrongHeaderLength }
        guard get(Offset.magic, in: bytes) == GradientFrameLayout.magic else { throw .badMagic }
        guard get(Offset.version, in: bytes) == GradientFrameLayout.version else { throw .wrongVersion }
        flags = get(Offset.flags, in: bytes)
        runID = get(Offset.runID, in: bytes)
        generation = get(Offset.generation, in: bytes)
        sender = get(Offset.sender, in: bytes)
        receiver = get(Offset.receiver, in: bytes)
        step = get(Offset.step, in: bytes)
        bucket = get(Offset.bucket, in: bytes)
        operation = get(Offset.operation, in: bytes)
        round = get(Offset.round, in: bytes)
        stampCount = get(Offset.stampCount, in: bytes)
        sequence = get(Offset.sequence, in: bytes)
        firstElement = get(Offset.firstElement, in: bytes)
        elementCount = get(Offset.elementCount, in: bytes)
        payloadBytes = get(Offset.payloadBytes, in: bytes)
        payloadChecksum = get(Offset.payloadChecksum, in: bytes)
        headerChecksum = get(Offset.headerChecksum, in: bytes)
    }
}

extension FrameExpectation {
    /// The frame that intact fields describe, if it is for this rank and lies within the job.
    func accept(_ fields: HeaderFields) throws(FrameRejection) -> GradientFrame {
        guard fields.runID == runID else { throw .wrongRun }
        guard fields.generation >= generation else { throw .staleGeneration }
        guard fields.generation == generation else { throw .futureGeneration }
        guard Int(fields.receiver) == rank else { throw .wrongReceiver }
        guard Int(fields.sender) < worldSize, fields.sender != fields.receiver else { throw .wrongSender }
        guard fields.flags & ~GradientFrameLayout.clocksOnlyFlag == 0 else { throw .unknownFlags }
        guard Int(fields.bucket) < bucketCount, Int(fields.operation) < operationCount,
            Int(fields.round) < roundCount
        else { throw .positionOutOfRange }
        let limit = UInt64(gradientElements)
        guard fields.firstElement <= limit, fields.elementCount <= limit - fields.firstElement else {
            throw .elementsOutOfRange
        }
        let first = Int(fields.firstElement)
        return GradientFrame(
            runID: fields.runID, generation: fields.generation, sender: Int(fields.sender),
            receiver: Int(fields.receiver), step: Int(fields.step), bucket: Int(fields.bucket),
            operation: Int(fields.operation), round: Int(fields.round), sequence: fields.sequence,
            elements: first..<(first + Int(fields.elementCount)),
            content: fields.flags & GradientFrameLayout.clocksOnlyFlag != 0 ? .clocksOnly : .gradient)
    }
}

/// Loads a little-endian number from any address.
private func get<Number: FixedWidthInteger & BitwiseCopyable>(
    _ offset: Int, in bytes: UnsafeRawBufferPointer
) -> Number {
    Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
}
