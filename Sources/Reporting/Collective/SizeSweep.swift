package import Units

/// The sizes that are asked for: one, or from a least to a largest by a factor.
package struct SizeSweep: Sendable, Hashable {
    /// The largest size that is believed: 1 TB.
    package static let limit = ByteCount(count: 1_000_000_000_000)
    /// Ascending, at least one.
    package let sizes: [ByteCount]

    /// Reads what the options `--size`, `--min-size`, `--max-size` and `--factor` say; sizes are written with their unit
    /// (MB = 10⁶ bytes, MiB = 2²⁰).
    ///
    /// - Throws: `CollectiveQuestionError` for options that exclude each other, a size that cannot be read or is out of
    ///   range, and a factor below 2.
    package init(
        size: String?, minimum: String?, maximum: String?, factor: Int?
    ) throws(CollectiveQuestionError) {
        if let size {
            guard minimum == nil, maximum == nil, factor == nil else {
                throw CollectiveQuestionError("--size is one size: leave out --min-size, --max-size and --factor")
            }
            sizes = [try Self.read(size, option: "--size")]
            return
        }
        guard minimum != nil || maximum != nil || factor != nil else {
            sizes = [ByteCount(count: 64_000_000)]
            return
        }
        guard let minimum, let maximum else {
            throw CollectiveQuestionError(
                "\(minimum == nil ? "--min-size" : "--max-size") is missing: a sweep is written "
                    + "--min-size 1KB --max-size 1GB --factor 4")
        }
        let (least, largest) = (
            try Self.read(minimum, option: "--min-size"), try Self.read(maximum, option: "--max-size")
        )
        guard least <= largest else {
            throw CollectiveQuestionError("--min-size \(minimum) is larger than --max-size \(maximum)")
        }
        let factor = factor ?? 2
        guard factor >= 2, factor <= 1 << 30 else {
            throw CollectiveQuestionError("--factor \(factor): from 2 to \(1 << 30)")
        }
        var sizes = [least]
        while sizes[sizes.count - 1].bytes <= largest.bytes / Int64(factor) {
            sizes.append(sizes[sizes.count - 1] * factor)
        }
        self.sizes = sizes
    }

    private static func read(_ text: String, option: String) throws(CollectiveQuestionError) -> ByteCount {
        let size: ByteCount
        do { size = try ByteCount(parsing: text) } catch { throw CollectiveQuestionError("\(option): \(error)") }
        guard size > .zero, size <= limit else {
            throw CollectiveQuestionError("\(option) \(text): from 1 B to \(limit.formatted())")
        }
        return size
    }
}

/// Why a question about collectives cannot be answered; the text names the option, the reason and a remedy.
package struct CollectiveQuestionError: Error, CustomStringConvertible, Sendable, Hashable {
    package let description: String

    init(_ description: String) { self.description = description }
}
