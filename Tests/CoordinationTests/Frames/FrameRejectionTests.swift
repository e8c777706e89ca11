import Coordination
import Testing

@Suite struct FrameRejectionTests {
    let sample = Sample(elements: 10..<20, stamps: [5, 6])

    /// What a change of the frame itself, properly encoded, is rejected for.
    private func rejectionOfFrame(changing change: (inout Sample) -> Void) -> FrameRejection? {
        var changed = sample
        change(&changed)
        return CoordinationTests.rejection(changed.encoded())
    }

    /// What a change of the encoded parts is rejected for.
    private func rejectionOfBytes(changing change: (inout [[UInt8]]) -> Void) -> FrameRejection? {
        var parts = sample.encoded()
        change(&parts)
        return CoordinationTests.rejection(parts)
    }

    @Test("an intact frame for another run, generation, rank or job is dropped for that reason")
    func wrongAddress() {
        #expect(rejectionOfFrame(changing: { _ in }) == nil)
        #expect(rejectionOfFrame(changing: { $0.frame.runID ^= 1 }) == .wrongRun)
        #expect(rejectionOfFrame(changing: { $0.frame.generation = 6 }) == .staleGeneration)
        #expect(rejectionOfFrame(changing: { $0.frame.generation = 8 }) == .futureGeneration)
        #expect(rejectionOfFrame(changing: { $0.frame.receiver = 1 }) == .wrongReceiver)
        #expect(rejectionOfFrame(changing: { $0.frame.sender = 4 }) == .wrongSender)
        #expect(rejectionOfFrame(changing: { $0.frame.sender = 3 }) == .wrongSender)
        #expect(rejectionOfFrame(changing: { $0.frame.bucket = 6 }) == .positionOutOfRange)
        #expect(rejectionOfFrame(changing: { $0.frame.operation = 20 }) == .positionOutOfRange)
        #expect(rejectionOfFrame(changing: { $0.frame.round = 7 }) == .positionOutOfRange)
        #expect(rejectionOfFrame(changing: { $0.frame.elements = 991..<1001 }) == .elementsOutOfRange)
        #expect(rejectionOfFrame(changing: { $0.frame.elements = 2000..<2010 }) == .elementsOutOfRange)
        #expect(rejectionOfFrame(changing: { $0.stamps = [Int128](repeating: 0, count: 9) }) == .tooManyStamps)
    }

    @Test("damaged parts are dropped for what is wrong with them")
    func damage() {
        #expect(rejectionOfBytes(changing: { $0[0].removeLast() }) == .wrongHeaderLength)
        #expect(rejectionOfBytes(changing: { $0[0].append(0) }) == .wrongHeaderLength)
        #expect(rejectionOfBytes(changing: { $0[0][0] = 0 }) == .badMagic)
        #expect(rejectionOfBytes(changing: { $0[0][4] = 2 }) == .wrongVersion)
        #expect(rejectionOfBytes(changing: { $0[1].removeLast() }) == .lengthMismatch)
        #expect(rejectionOfBytes(changing: { $0[1] += [UInt8](repeating: 0, count: 16) }) == .lengthMismatch)
        #expect(rejectionOfBytes(changing: { $0[2].removeLast(4) }) == .lengthMismatch)
        #expect(rejectionOfBytes(changing: { $0[2].removeAll() }) == .lengthMismatch)
        #expect(rejectionOfBytes(changing: { $0[1][3] ^= 1 }) == .headerChecksumMismatch)
        #expect(rejectionOfBytes(changing: { $0[0][28] ^= 1 }) == .headerChecksumMismatch)
        #expect(rejectionOfBytes(changing: { $0[2][39] ^= 128 }) == .payloadChecksumMismatch)
    }

    @Test("lengths whose product overflows are a mismatch, not a trap")
    func overflow() {
        for count: UInt8 in [0x3F, 0x40, 0x7F, 0x80, 0xFF] {
            let reason = rejectionOfBytes { parts in
                for index in 64..<72 { parts[0][index] = index == 71 ? count : 0 }
            }
            #expect(reason == .lengthMismatch)
        }
        let reason = rejectionOfBytes { parts in
            for index in 44..<48 { parts[0][index] = 0xFF }
        }
        #expect(reason == .tooManyStamps)
    }

    @Test("drops are counted by reason and printed in the order of the checks")
    func counter() {
        var counter = DropCounter()
        #expect(counter.description == "none")
        for reason in [FrameRejection.staleGeneration, .badMagic, .staleGeneration, .wrongPartCount] {
            counter.count(reason)
        }
        var sum = DropCounter()
        sum.count(.badMagic)
        sum.add(counter)
        #expect(sum.total == 5)
        #expect(sum[.staleGeneration] == 2)
        #expect(sum[.wrongRun] == 0)
        #expect(sum.description == "wrongPartCount 1, badMagic 2, staleGeneration 2")
        #expect(sum.occurred.map(\.count) == [1, 2, 2])
    }
}
