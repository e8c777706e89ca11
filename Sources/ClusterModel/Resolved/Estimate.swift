package import Units

/// How far a figure can be trusted.
package enum Confidence: String, Sendable, Hashable, CaseIterable {
    /// Read in the named source's own text or data.
    case confirmed
    /// Widely quoted, but not read at its source.
    case unconfirmed
    /// Our own assumption; the range says how wide it is.
    case assumption
    /// Given by the user's own cluster file.
    case configured
    /// Fitted to measurements of the user's own cluster.
    case calibrated
}

/// A figure with its range and where it comes from: no constant enters an account without them.
package struct Estimate<Value: Quantity>: Hashable, Sendable {
    /// The path that names the constant everywhere, such as `accelerators.a100-sxm4-80gb.active_power`. One name is one
    /// variable: all things that share it share one unknown.
    package let name: String
    /// At most `central`.
    package let low: Value
    /// The value that is booked.
    package let central: Value
    /// At least `central`.
    package let high: Value
    /// Title of a document, or "cluster file".
    package let source: String
    /// Of the source; 0 where the cluster file gives a figure without one.
    package let year: Int
    /// How far it can be trusted.
    package let confidence: Confidence

    /// - Precondition: low ≤ central ≤ high.
    package init(
        name: String, low: Value, central: Value, high: Value, source: String, year: Int, confidence: Confidence
    ) {
        precondition(low <= central && central <= high, "\(name): low, central and high must be in order")
        self.name = name
        self.low = low
        self.central = central
        self.high = high
        self.source = source
        self.year = year
        self.confidence = confidence
    }
}

extension Estimate where Value == Power {
    /// `count` equal things together. The name stays: they share one unknown.
    package func times(_ count: Int) -> Self {
        Self(
            name: name, low: low * count, central: central * count, high: high * count, source: source, year: year,
            confidence: confidence)
    }
}

extension Estimate where Value == CarbonMass {
    /// `count` equal things together. The name stays: they share one unknown.
    package func times(_ count: Int) -> Self {
        Self(
            name: name, low: low * count, central: central * count, high: high * count, source: source, year: year,
            confidence: confidence)
    }
}
