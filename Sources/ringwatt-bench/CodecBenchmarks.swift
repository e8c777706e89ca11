internal import Coordination

/// Frames per second and GB/s (1e9 bytes/s, of payload) of writing and of checking gradient frames.
func runCodecBenchmarks() {
    print("frame codec, 6 stamps a frame, one core")
    for payloadBytes in [0, 4 << 10, 256 << 10, 4 << 20] { benchmarkCodec(payloadBytes: payloadBytes) }
}

private func benchmarkCodec(payloadBytes: Int) {
    let elements = payloadBytes / GradientFrameLayout.elementBytes
    let expectation = FrameExpectation(
        runID: 1, generation: 1, rank: 1, worldSize: 2, gradientElements: elements, bucketCount: 1,
        operationCount: 1, roundCount: 1, maximumStamps: 6)
    let stamps = [Int128](repeating: 123_456_789_012_345_678, count: 6)
    let payload = (0..<payloadBytes).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var frame = GradientFrame(
        runID: 1, generation: 1, sender: 0, receiver: 1, step: 0, bucket: 0, operation: 0, round: 0, sequence: 0,
        elements: 0..<elements, content: .gradient)
    let count = max(200, min(400_000, (1 << 30) / max(1, payloadBytes)))

    var encoder = GradientFrameEncoder()
    let encoding = ContinuousClock().measure {
        payload.withUnsafeBytes { bytes in
            for sequence in 0..<count {
                frame.sequence = UInt64(sequence)
                encoder.encode(frame, stamps: stamps, payload: bytes)
            }
        }
    }
    report("encode", payloadBytes: payloadBytes, count: count, time: encoding)

    var decoder = GradientFrameDecoder(expecting: expectation)
    var received: [Int128] = []
    var rejected = 0
    let (header, middle) = (encoder.header, encoder.stamps)
    let decoding = ContinuousClock().measure {
        header.withUnsafeBytes { header in
            middle.withUnsafeBytes { middle in
                payload.withUnsafeBytes { bytes in
                    for _ in 0..<count {
                        do throws(FrameRejection) {
                            _ = try decoder.decode(
                                header: header, stamps: middle, payload: bytes, stampsInto: &received)
                        } catch { rejected += 1 }
                    }
                }
            }
        }
    }
    precondition(rejected == 0 && received == stamps, "the decoder rejected \(rejected) good frames")
    report("decode", payloadBytes: payloadBytes, count: count, time: decoding)
}

private func report(_ what: String, payloadBytes: Int, count: Int, time: Duration) {
    let seconds = time / .seconds(1)
    let rate = Int(Double(count) / seconds)
    let throughput = fixed(Double(count * payloadBytes) / seconds / 1e9, 2)
    print("  \(what) \(payloadBytes / 1024) KiB payload: \(rate) frames/s, \(throughput) GB/s")
}
