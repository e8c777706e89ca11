import TensorKernels
import Testing

@Suite struct FlatBufferTests {
    @Test("A buffer starts at zero on a 64-byte boundary", arguments: [0, 1, 33, 4097])
    func startsAligned(count: Int) {
        let buffer = FlatBuffer(count: count)
        buffer.withUnsafeBytes { bytes in
            #expect(bytes.count == count * 4)
            #expect(UInt(bitPattern: bytes.baseAddress) % 64 == 0)
            #expect(bytes.allSatisfy { $0 == 0 })
        }
    }

    @Test("Slices of slices address the same memory")
    func slicesShare() {
        let buffer = FlatBuffer(count: 20)
        let part = buffer.all[5..<15][2..<6]
        part.copy(from: [1, 2, 3, 4])
        #expect((6..<12).map { buffer[$0] } == [0, 1, 2, 3, 4, 0])
        buffer.zero(8..<10)
        #expect(part.values == [1, 0, 0, 4])
    }

    @Test("A slice outside its buffer stops the program")
    func outside() async {
        await #expect(processExitsWith: .failure) { _ = FloatSlice(FlatBuffer(count: 4), 2..<5) }
    }

    @Test("A product of matrices that do not fit stops the program before the kernel runs")
    func mismatchedProduct() async {
        await #expect(processExitsWith: .failure) {
            let kernels = Kernels.current
            let m = MatrixView(FlatBuffer(count: 12).all, rows: 3, columns: 4)
            kernels.multiply(m, m, into: m, scratch: FlatBuffer(count: kernels.multiplyScratchCount).all)
        }
    }
}
