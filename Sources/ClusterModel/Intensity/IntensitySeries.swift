package import Units

/// The carbon intensity of a grid over time, in steps of equal length; before its first and after its last step it
/// repeats.
package struct IntensitySeries: Hashable, Sendable {
    /// When the first step begins.
    package let first: UTCTime
    /// Of a step, in seconds.
    package let period: Int64
    /// At least one.
    package let values: [CarbonIntensity]

    /// - Precondition: there is a value, and steps have a length.
    package init(first: UTCTime, period: Int64, values: [CarbonIntensity]) {
        precondition(!values.isEmpty && period > 0, "a series has values in steps of some length")
        self.first = first
        self.period = period
        self.values = values
    }

    /// Over the whole series.
    package var mean: CarbonIntensity {
        mean(of: values.reduce(Int128(0)) { $0 + Int128($1.count) }, over: Int128(values.count))
    }

    /// The mean from one instant to a later one, weighted by time; at a single instant the value then.
    ///
    /// - Parameters:
    ///   - start: what the instants are counted from.
    ///   - from, to: in attoseconds after `start`.
    package func mean(after start: UTCTime, from: Int128, to: Int128) -> CarbonIntensity {
        let step = Int128(period) * VirtualDuration.attosecondsPerSecond
        let origin = Int128(start.seconds - first.seconds) * VirtualDuration.attosecondsPerSecond
        var instant = origin + from
        let end = origin + to
        var index = instant >= 0 ? instant / step : (instant - step + 1) / step
        guard end > instant else { return value(index) }
        var sum: Int128 = 0
        while instant < end {
            let next = min(end, (index + 1) * step)
            sum += Int128(value(index).count) * (next - instant)
            (instant, index) = (next, index + 1)
        }
        return mean(of: sum, over: to - from)
    }

    private func value(_ index: Int128) -> CarbonIntensity {
        let count = Int128(values.count)
        return values[Int((index % count + count) % count)]
    }

    private func mean(of sum: Int128, over weight: Int128) -> CarbonIntensity {
        CarbonIntensity(count: Int64(Exact.divide(sum, by: weight)))
    }
}
