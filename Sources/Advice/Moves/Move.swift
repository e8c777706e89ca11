package import Units

/// One alternative to a run: what it changes, and what is assumed when it is priced.
package struct Move: Sendable {
    package let family: MoveFamily
    /// Short, for tables: `in europe-north1`.
    package let name: String
    /// In words, without a full stop.
    package let change: String
    /// In words, each without a full stop.
    package let assumptions: [String]
    /// How much later the job begins.
    package let delay: VirtualDuration
    let apply: @Sendable (inout Alteration) -> Void

    init(
        _ family: MoveFamily, name: String, change: String, assumptions: [String], delay: VirtualDuration = .zero,
        apply: @escaping @Sendable (inout Alteration) -> Void
    ) {
        self.family = family
        self.name = name
        self.change = change
        self.assumptions = assumptions
        self.delay = delay
        self.apply = apply
    }
}

/// A move that is not priced, and why.
package struct LeftOutMove: Sendable, Hashable {
    package let family: MoveFamily
    package let name: String
    package let reason: String

    init(_ family: MoveFamily, name: String, reason: String) {
        self.family = family
        self.name = name
        self.reason = reason
    }
}

/// The moves of one family, and those that are not possible.
struct Proposal {
    var moves: [Move] = []
    var leftOut: [LeftOutMove] = []

    /// Nothing of the family, for one reason.
    static func none(_ family: MoveFamily, _ reason: String) -> Self {
        Self(leftOut: [LeftOutMove(family, name: family.rawValue, reason: reason)])
    }
}
