/// What an estimate consists of. Parts add up to the whole, so that two methods differ by the sum of their parts.
package enum EstimatedPart: String, CaseIterable, Sendable, Hashable {
    case accelerator
    case cpu
    case memory
    /// Fans, supply losses, board.
    case hostBase = "host_base"
    case nic
    case storage
    /// (PUE − 1) of what the other parts draw.
    case facility
    /// What rounding on the way adds or takes away.
    case rounding
}

/// One part as a method counts it.
package struct PartShare: Sendable, Hashable {
    package let part: EstimatedPart
    package let kilograms: Double
    /// How the method counts it, in words; `nil` where it does not.
    package let basis: String?

    init(_ part: EstimatedPart, kilograms: Double, basis: String?) {
        self.part = part
        self.kilograms = kilograms
        self.basis = basis
    }
}
