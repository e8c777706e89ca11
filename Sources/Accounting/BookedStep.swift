package import Emulation
package import Units

/// What was booked at once for the whole cluster: an evaluation, a training step, a checkpoint out of turn, the end.
package struct BookedStep: Sendable, Hashable {
    package let kind: RankStep.Kind
    /// Its number, as entries have it.
    package let step: Int
    /// Of all ranks, facility included.
    package let total: LedgerTotal
    /// When the last rank was done so far; where no later one ends before, the end of the step.
    package let end: VirtualInstant
}

/// Virtual time, energy and operational emissions of a part of a run, facility included: floating-point numbers, as what
/// is foretold needs no exactness.
package struct Outlay: Sendable, Hashable {
    package var seconds: Double
    package var joules: Double
    package var grams: Double

    package init(seconds: Double = 0, joules: Double = 0, grams: Double = 0) {
        self.seconds = seconds
        self.joules = joules
        self.grams = grams
    }

    init(_ total: LedgerTotal, over duration: VirtualDuration) {
        self.init(seconds: duration.seconds, joules: Double(total.energy) / 1e9, grams: total.grams)
    }

    package static func + (a: Self, b: Self) -> Self { a.combined(with: b, +) }
    package static func - (a: Self, b: Self) -> Self { a.combined(with: b, -) }
    package static func * (a: Self, factor: Double) -> Self { a.map { $0 * factor } }

    func map(_ transform: (Double) -> Double) -> Self {
        Self(seconds: transform(seconds), joules: transform(joules), grams: transform(grams))
    }

    func combined(with other: Self, _ combine: (Double, Double) -> Double) -> Self {
        Self(
            seconds: combine(seconds, other.seconds), joules: combine(joules, other.joules),
            grams: combine(grams, other.grams))
    }
}

extension RunAccount {
    /// What each booking took: its time counts from the end of the one before.
    func outlays(_ range: Range<Int>) -> [Outlay] {
        range.map { index in
            let start = index == 0 ? VirtualInstant.zero : course[index - 1].end
            return Outlay(course[index].total, over: course[index].end - start)
        }
    }

    /// What the given course takes from a standing start, by booking.
    static func outlays(job: EmulatedJob, kinds: [RankStep.Kind]) -> [Outlay] {
        let account = simulated(job: job, kinds: kinds)
        return account.outlays(account.course.indices)
    }
}
