import Coordination
import Testing

/// A frame as it travels, with everything a decoder needs to accept it.
struct Sample {
    var frame: GradientFrame
    var stamps: [Int128]
    var payload: [UInt8]

    init(elements: Range<Int>, stamps: [Int128], content: GradientFrame.Content = .gradient) {
        frame = GradientFrame(
            runID: 0xFEDC_BA98_7654_3210, generation: 7, sender: 2, receiver: 3, step: 41, bucket: 5, operation: 19,
            round: 6, sequence: 1 << 40, elements: elements, content: content)
        self.stamps = stamps
        payload = (0..<frame.payloadBytes).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
    }

    static let expectation = FrameExpectation(
        runID: 0xFEDC_BA98_7654_3210, generation: 7, rank: 3, worldSize: 4, gradientElements: 1000, bucketCount: 6,
        operationCount: 20, roundCount: 7, maximumStamps: 8)

    /// The three parts.
    func encoded() -> [[UInt8]] {
        var encoder = GradientFrameEncoder()
        payload.withUnsafeBytes { encoder.encode(frame, stamps: stamps, payload: $0) }
        return [encoder.header, encoder.stamps, payload]
    }
}

/// Decodes three parts, shifted in memory by `shift` bytes.
func decode(
    _ parts: [[UInt8]], expecting expectation: FrameExpectation = Sample.expectation, shift: Int = 0
) -> Result<(GradientFrame, [Int128]), FrameRejection> {
    var decoder = GradientFrameDecoder(expecting: expectation)
    let shifted = parts.map { [UInt8](repeating: 0xAA, count: shift) + $0 }
    var stamps: [Int128] = [-99]
    return shifted[0].withUnsafeBytes { header in
        shifted[1].withUnsafeBytes { middle in
            shifted[2].withUnsafeBytes { payload in
                do throws(FrameRejection) {
                    let frame = try decoder.decode(
                        header: UnsafeRawBufferPointer(rebasing: header[shift...]),
                        stamps: UnsafeRawBufferPointer(rebasing: middle[shift...]),
                        payload: UnsafeRawBufferPointer(rebasing: payload[shift...]), stampsInto: &stamps)
                    return .success((frame, stamps))
                } catch {
                    #expect(stamps == [-99], "a rejected frame leaves the stamps alone")
                    return .failure(error)
                }
            }
        }
    }
}

/// Why the parts are rejected; `nil` if they are accepted.
func rejection(
    _ parts: [[UInt8]], expecting expectation: FrameExpectation = Sample.expectation
) -> FrameRejection? {
    if case .failure(let reason) = decode(parts, expecting: expectation) { return reason }
    return nil
}

@Suite struct GradientFrameTests {
    static let samples = [
        Sample(elements: 0..<0, stamps: []),
        Sample(elements: 0..<1, stamps: [0]),
        Sample(elements: 999..<1000, stamps: [.max, .min, -1, 1]),
        Sample(elements: 17..<500, stamps: [123_456_789_012_345_678_901_234]),
        Sample(elements: 250..<750, stamps: Array(1...8), content: .clocksOnly),
    ]

    @Test("a frame decodes to what was encoded, at any alignment", arguments: samples.indices, [0, 1, 4, 7, 8])
    func roundTrip(index: Int, shift: Int) throws {
        let sample = Self.samples[index]
        let (frame, stamps) = try decode(sample.encoded(), shift: shift).get()
        #expect(frame == sample.frame)
        #expect(stamps == sample.stamps)
    }

    @Test("an encoder used again writes what a new one writes")
    func reuse() {
        var encoder = GradientFrameEncoder()
        for index in [3, 0, 2, 4, 1, 3] {
            let sample = Self.samples[index]
            sample.payload.withUnsafeBytes { encoder.encode(sample.frame, stamps: sample.stamps, payload: $0) }
            #expect([encoder.header, encoder.stamps, sample.payload] == sample.encoded())
        }
    }

    @Test("the bytes of the wire are these, on every machine")
    func wireBytes() {
        let header = Sample(elements: 3..<5, stamps: [1, -2]).encoded()[0]
        #expect(header.count == GradientFrameLayout.headerBytes)
        #expect(Array(header[..<8]) == [0x52, 0x57, 0x47, 0x46, 1, 0, 0, 0])
        #expect(Array(header[8..<20]) == [0x10, 0x32, 0x54, 0x76, 0x98, 0xBA, 0xDC, 0xFE, 7, 0, 0, 0])
        #expect(
            Array(header[20..<48]) == [
                2, 0, 0, 0, 3, 0, 0, 0, 41, 0, 0, 0, 5, 0, 0, 0, 19, 0, 0, 0, 6, 0, 0, 0, 2, 0, 0, 0,
            ])
        #expect(Array(header[48..<64]) == [0, 0, 0, 0, 0, 1, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0])
        #expect(Array(header[64..<80]) == [2, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0])
        let stamps = Sample(elements: 0..<0, stamps: [1, -2]).encoded()[1]
        #expect(stamps == [1] + [UInt8](repeating: 0, count: 15) + [0xFE] + [UInt8](repeating: 0xFF, count: 15))
    }
}
