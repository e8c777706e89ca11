package import Emulation
internal import Units

/// A whole run's use, summed by node group: linear, so that any constants can be applied to it afterwards.
package struct RunUsage: Sendable {
    /// By group, cause and kind.
    private var amounts: [[Int128]]
    private static let kinds = UsageKind.allCases.count

    package init(groups: Int) {
        amounts = [[Int128]](
            repeating: [Int128](repeating: 0, count: Cause.allCases.count * Self.kinds), count: groups)
    }

    package mutating func add(_ step: RankStep, group: Int) {
        for item in step.usage { amounts[group][Self.index(item.cause, item.kind)] += item.amount }
    }

    private static func index(_ cause: Cause, _ kind: UsageKind) -> Int {
        Cause.allCases.firstIndex(of: cause)! * kinds + kind.rawValue
    }

    /// What is not zero, in a fixed order.
    func items(group: Int) -> [UsageItem] {
        Cause.allCases.flatMap { cause in
            UsageKind.allCases.compactMap { kind in
                let amount = amounts[group][Self.index(cause, kind)]
                return amount == 0 ? nil : UsageItem(phase: .forward, cause: cause, kind: kind, amount: amount)
            }
        }
    }
}
