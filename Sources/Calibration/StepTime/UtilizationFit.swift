package import ClusterModel
package import Units

/// The model FLOPs utilisation at which the emulated step takes as long as the measured one.
package struct UtilizationFit: Hashable, Sendable {
    /// `workload.mfu`.
    package let constant: CalibratedConstant
    /// How far the step at the fitted utilisation misses the measured time.
    package let residual: Residual

    /// - Parameters:
    ///   - stepTime: the measured mean of a step, from the start of its forward pass to the next one's.
    ///   - deviation: standard deviation of that mean; twice of it either way bounds the range. `nil` for none, which
    ///     makes the range a point.
    ///   - before: what the cluster file says.
    ///   - price: the emulated step, compute and exposed communication, at a utilisation; it never grows with it.
    /// - Throws: if no utilisation up to 1 gives the time.
    package init(
        stepTime: TimeSpan, deviation: TimeSpan? = nil, before: Estimate<Ratio>, price: (Ratio) -> VirtualDuration
    ) throws(CalibrationError) {
        let measured = stepTime.duration
        let spread = (deviation ?? .zero).duration * 2
        let option = Location(file: "--step-time \(stepTime.formatted())")
        guard measured > .zero, spread < measured else {
            throw CalibrationError(
                at: option, "twice the deviation is as long as the step itself", remedy: "average over more steps")
        }
        let fastest = price(.one)
        guard fastest <= measured else {
            throw CalibrationError(
                at: option, "even at an MFU of 1 the emulated step takes \(Self.text(fastest))",
                remedy: "correct the accelerators (model, count), the network, or the represented model and its "
                    + "micro-batch, so that they are what was measured")
        }
        let slowest = price(Ratio(count: 1))
        guard slowest >= measured else {
            throw CalibrationError(
                at: option, "even at an MFU of a billionth the emulated step takes only \(Self.text(slowest))",
                remedy: "correct the represented model, so that it is what was measured")
        }
        let value = Self.utilization(for: measured, within: 1...Ratio.scale, price)
        let low = spread == .zero ? value : Self.utilization(for: measured + spread, within: 1...value.count, price)
        let high =
            spread == .zero ? value : Self.utilization(for: measured - spread, within: value.count...Ratio.scale, price)
        constant = CalibratedConstant(
            path: ["workload", "mfu"], before: before, low: low, value: value, high: high,
            basis: "a step of \(stepTime.formatted())"
                + (deviation.map { " with a standard deviation of \($0.formatted())" } ?? ""))
        let fitted = price(value)
        residual = Residual(
            what: "step", measured: stepTime.formatted(), fitted: Self.text(fitted),
            relative: (fitted - measured).seconds / measured.seconds)
    }

    /// The billionths at which the price is nearest to `target`, by bisection: at most 30 halvings, whatever the price
    /// does between.
    private static func utilization(
        for target: VirtualDuration, within range: ClosedRange<Int64>, _ price: (Ratio) -> VirtualDuration
    ) -> Ratio {
        // price(slow) ≥ target ≥ price(fast), as far as the range allows.
        var (slow, fast) = (range.lowerBound, range.upperBound)
        while fast - slow > 1 {
            let middle = slow + (fast - slow) / 2
            if price(Ratio(count: middle)) >= target { slow = middle } else { fast = middle }
        }
        let above = price(Ratio(count: slow)) - target
        let below = target - price(Ratio(count: fast))
        return Ratio(count: above < below ? slow : fast)
    }

    private static func text(_ duration: VirtualDuration) -> String {
        let picoseconds = Exact.divide(duration.attoseconds, by: 1_000_000)
        return TimeSpan(count: Int64(clamping: picoseconds)).formatted(decimals: 6)
    }
}
