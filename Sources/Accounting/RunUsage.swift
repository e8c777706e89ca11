package import Emulation
internal import Units

/// A whole run's use, summed by node group: linear, so that any constants can be applied to it afterwards.
package struct RunUsage: Sendable {
    /// By group, cause and kind.
    private var amounts: [[Int128]]
    /// The same, each step's times the ratio of its electricity's carbon intensity to the mean.
    private var weighted: [[Int128]]
    private static let kinds = UsageKind.allCases.count

    package init(groups: Int) {
        amounts = [[Int128]](
            repeating: [Int128](repeating: 0, count: Cause.allCases.count * Self.kinds), count: groups)
        weighted = amounts
    }

    /// - Parameter tariff: of the rank, under the central values.
    package mutating func add(_ step: RankStep, group: Int, tariff: Tariff) {
        for item in step.usage {
            let index = Self.index(item.cause, item.kind)
            amounts[group][index] += item.amount
            let mean = tariff.intensity(item.kind)
            let then = tariff.intensity(item.kind, from: step.start, to: step.end)
            weighted[group][index] +=
                then == mean
                ? item.amount : Exact.multiplyDivide(item.amount, Int128(then.count), by: Int128(max(1, mean.count)))
        }
    }

    private static func index(_ cause: Cause, _ kind: UsageKind) -> Int {
        Cause.allCases.firstIndex(of: cause)! * kinds + kind.rawValue
    }

    /// What is not zero, in a fixed order; beside each item what its emissions are those of, under the mean intensity.
    package func items(group: Int) -> [(item: UsageItem, emitting: UsageItem)] {
        Cause.allCases.flatMap { cause in
            UsageKind.allCases.compactMap { kind in
                let index = Self.index(cause, kind)
                guard amounts[group][index] != 0 else { return nil }
                let item = { (amount: Int128) in
                    UsageItem(phase: .forward, cause: cause, kind: kind, amount: amount)
                }
                return (item(amounts[group][index]), item(weighted[group][index]))
            }
        }
    }
}
