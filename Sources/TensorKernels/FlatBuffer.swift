/// A fixed number of Float32 values in one 64-byte aligned allocation, zero at first.
///
/// A class, so that whoever sends from it (a network library, a communication thread) can keep it alive. It is
/// `Sendable` without a lock: threads may use it at once as long as no one writes a range that another one touches,
/// which is the business of whoever hands out ranges.
package final class FlatBuffer: @unchecked Sendable {
    /// Number of values.
    package let count: Int
    private let memory: UnsafeMutableRawPointer

    /// Precondition: `count` ≥ 0.
    package init(count: Int) {
        precondition(count >= 0, "a buffer of \(count) values")
        self.count = count
        let bytes = max(64, count * MemoryLayout<Float>.stride)
        memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        memory.bindMemory(to: Float.self, capacity: max(1, count))
    }

    deinit { memory.deallocate() }

    /// One value. Precondition: the index is inside.
    package subscript(index: Int) -> Float {
        get {
            precondition(index >= 0 && index < count, "index \(index) outside 0..<\(count)")
            return base[index]
        }
        set {
            precondition(index >= 0 && index < count, "index \(index) outside 0..<\(count)")
            base[index] = newValue
        }
    }

    /// All values as a slice.
    package var all: FloatSlice { FloatSlice(self, 0..<count) }

    /// The values of a range, the whole buffer unless told. The pointer is valid inside the closure only.
    package func withUnsafeBuffer<Result, Failure: Error>(
        _ range: Range<Int>? = nil, _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let range = checked(range)
        return try body(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
    }

    /// The values of a range for writing, the whole buffer unless told. The pointer is valid inside the closure only.
    package func withUnsafeMutableBuffer<Result, Failure: Error>(
        _ range: Range<Int>? = nil, _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let range = checked(range)
        return try body(UnsafeMutableBufferPointer(start: base + range.lowerBound, count: range.count))
    }

    /// The bytes of a range of values. The pointer is valid inside the closure only.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ range: Range<Int>? = nil, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let range = checked(range)
        return try body(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count * 4))
    }

    /// Sets a range to zero, the whole buffer unless told.
    package func zero(_ range: Range<Int>? = nil) {
        withUnsafeMutableBuffer(range) { $0.update(repeating: 0) }
    }

    /// For the kernels' wrappers in this module, which keep the buffer alive around the call.
    var base: UnsafeMutablePointer<Float> { memory.assumingMemoryBound(to: Float.self) }

    private func checked(_ range: Range<Int>?) -> Range<Int> {
        let range = range ?? 0..<count
        precondition(
            range.lowerBound >= 0 && range.upperBound <= count, "range \(range) outside a buffer of \(count) values")
        return range
    }
}
