/// A contiguous range of a `FlatBuffer`: what the kernels work on. Its bounds have been checked.
package struct FloatSlice: Sendable {
    /// Where the values lie; the slice keeps it alive.
    package let buffer: FlatBuffer
    /// Their indices in the buffer.
    package let range: Range<Int>

    /// Precondition: the range lies inside the buffer.
    package init(_ buffer: FlatBuffer, _ range: Range<Int>) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= buffer.count,
            "slice \(range) outside a buffer of \(buffer.count) values")
        self.buffer = buffer
        self.range = range
    }

    /// Number of values.
    package var count: Int { range.count }

    /// One value, counted from the slice's start. Precondition: the index is inside.
    package subscript(index: Int) -> Float {
        get {
            precondition(index >= 0 && index < range.count, "index \(index) outside a slice of \(range.count) values")
            return buffer.base[range.lowerBound + index]
        }
        nonmutating set {
            precondition(index >= 0 && index < range.count, "index \(index) outside a slice of \(range.count) values")
            buffer.base[range.lowerBound + index] = newValue
        }
    }

    /// A part of the slice, counted from its start.
    package subscript(part: Range<Int>) -> FloatSlice {
        precondition(
            part.lowerBound >= 0 && part.upperBound <= count, "part \(part) outside a slice of \(count) values")
        return FloatSlice(buffer, range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound)
    }

    /// The values from `offset` on.
    package func from(_ offset: Int) -> FloatSlice { self[offset..<count] }

    /// Sets every value to zero.
    package func zero() { buffer.zero(range) }

    /// Copies the values of another slice of the same length; the two must not overlap.
    package func copy(from source: FloatSlice) {
        precondition(source.count == count, "copying \(source.count) values onto \(count)")
        base.update(from: source.base, count: count)
        withExtendedLifetime((buffer, source.buffer)) {}
    }

    /// Copies an array of the same length into the slice.
    package func copy(from source: [Float]) {
        precondition(source.count == count, "copying \(source.count) values onto \(count)")
        for index in 0..<count { base[index] = source[index] }
        withExtendedLifetime(buffer) {}
    }

    /// The values as an array.
    package var values: [Float] { buffer.withUnsafeBuffer(range) { Array($0) } }

    var base: UnsafeMutablePointer<Float> { buffer.base + range.lowerBound }
}
