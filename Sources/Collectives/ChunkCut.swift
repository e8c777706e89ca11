/// A flat run of elements cut into equal chunks; the last ones may be shorter, or empty.
package struct ChunkCut: Sendable, Hashable {
    package let elements: Int
    package let parts: Int

    package init(elements: Int, parts: Int) {
        precondition(elements >= 0 && parts > 0, "\(elements) elements in \(parts) chunks")
        self.elements = elements
        self.parts = parts
    }

    /// Elements of the longest chunk: ⌈elements / parts⌉.
    package var longest: Int { (elements + parts - 1) / parts }

    /// The elements that consecutive chunks cover, relative to the start of the run.
    package func range(of chunks: Range<Int>) -> Range<Int> {
        min(chunks.lowerBound * longest, elements)..<min(chunks.upperBound * longest, elements)
    }
}
