/// A counter of microjoules that wraps around, as a pure function of its readings.
///
/// A reading that fails, or that no processor could have come to, is passed over: the counter is cumulative, so that the
/// next good one makes up for it. After `patience` without a good one the counter is lost: it may have wrapped unseen, and a
/// counter that started anew could no longer be told from one that wrapped.
struct EnergyCounter: Sendable, Hashable {
    /// More than what is counted draws for longer than a second (watts).
    let mostWatts: Double
    /// The largest value that the counter shows; 0 comes after it.
    let range: UInt64
    private(set) var last: UInt64
    private(set) var lastTime: Duration
    /// Counted since the first reading.
    private(set) var microjoules: UInt64 = 0
    /// Whether something may be missing from `microjoules`.
    private(set) var isLost = false

    /// - Returns: `nil` for a first reading beyond the range, or a range that wraps around within four seconds.
    init?(range: UInt64, first: UInt64, mostWatts: Double, at now: Duration) {
        self.range = range
        self.mostWatts = mostWatts
        last = first
        lastTime = now
        guard first <= range, patience >= .seconds(2) else { return nil }
    }

    /// Within this time, a counter comes at most half around.
    var patience: Duration { .seconds(Double(range) / 2e6 / mostWatts) }

    /// Takes in a reading; `nil` for one that failed.
    mutating func take(_ reading: UInt64?, at now: Duration) {
        guard !isLost else { return }
        let elapsed = now - lastTime
        guard elapsed <= patience else {
            isLost = true
            return
        }
        guard let reading, reading <= range else { return }
        // A counter that went back has wrapped: it runs from 0 to its range, both included.
        let counted = reading >= last ? reading - last : range - last + reading + 1
        guard Double(counted) / 1e6 <= mostWatts * (elapsed / .seconds(1) + 1) else { return }
        microjoules += counted
        last = reading
        lastTime = now
    }
}
