/// An instant on the emulated cluster's clock, counted in attoseconds from the start of the run.
///
/// It is exact (128-bit integer), never derived from the host's clock, and a type of its own so that the two cannot
/// be mixed. The difference of two instants is a `VirtualDuration`.
package struct VirtualInstant: Hashable, Comparable, Sendable {
    /// Attoseconds (1e-18 s) since the start of the run.
    package var attoseconds: Int128

    package init(attoseconds: Int128) { self.attoseconds = attoseconds }

    /// The start of the run.
    package static var zero: Self { Self(attoseconds: 0) }

    package static func < (a: Self, b: Self) -> Bool { a.attoseconds < b.attoseconds }
    package static func + (a: Self, b: VirtualDuration) -> Self { Self(attoseconds: a.attoseconds + b.attoseconds) }
    package static func - (a: Self, b: Self) -> VirtualDuration {
        VirtualDuration(attoseconds: a.attoseconds - b.attoseconds)
    }
    package static func += (a: inout Self, b: VirtualDuration) { a.attoseconds += b.attoseconds }
}

/// A span of virtual time in attoseconds; may be negative (a first difference of waits can be).
package struct VirtualDuration: Hashable, Comparable, Sendable {
    /// Attoseconds (1e-18 s).
    package var attoseconds: Int128

    package init(attoseconds: Int128) { self.attoseconds = attoseconds }

    package static var zero: Self { Self(attoseconds: 0) }
    package static func seconds(_ value: Int) -> Self { Self(attoseconds: Int128(value) * attosecondsPerSecond) }
    package static func microseconds(_ value: Int) -> Self { Self(attoseconds: Int128(value) * 1_000_000_000_000) }
    package static func nanoseconds(_ value: Int) -> Self { Self(attoseconds: Int128(value) * 1_000_000_000) }

    /// Attoseconds in one second.
    package static let attosecondsPerSecond: Int128 = 1_000_000_000_000_000_000

    /// Seconds, for printing and statistics only.
    package var seconds: Double { Double(attoseconds) / 1e18 }
    /// Milliseconds, for printing only.
    package var milliseconds: Double { Double(attoseconds) / 1e15 }
    /// Whole nanoseconds, rounded half up: the unit of files.
    package var nanoseconds: Int64 { Int64(Exact.divide(attoseconds, by: 1_000_000_000)) }

    package static func < (a: Self, b: Self) -> Bool { a.attoseconds < b.attoseconds }
    package static func + (a: Self, b: Self) -> Self { Self(attoseconds: a.attoseconds + b.attoseconds) }
    package static func - (a: Self, b: Self) -> Self { Self(attoseconds: a.attoseconds - b.attoseconds) }
    package static prefix func - (a: Self) -> Self { Self(attoseconds: -a.attoseconds) }
    package static func += (a: inout Self, b: Self) { a.attoseconds += b.attoseconds }
    package static func -= (a: inout Self, b: Self) { a.attoseconds -= b.attoseconds }
    package static func * (a: Self, count: Int) -> Self { Self(attoseconds: a.attoseconds * Int128(count)) }

    /// This duration × `numerator / denominator`, rounded half up.
    package func scaled(by numerator: Int128, over denominator: Int128) -> Self {
        Self(attoseconds: Exact.multiplyDivide(attoseconds, numerator, by: denominator))
    }
}
