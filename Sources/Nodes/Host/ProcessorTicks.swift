/// How busy all processors of a machine have been since it started, in ticks of the kernel.
struct ProcessorTicks: Sendable, Hashable {
    /// In which a processor did something: user, nice, system, interrupts.
    let busy: UInt64
    /// Of any kind, idle and stolen by other virtual machines included.
    let total: UInt64

    /// From the text of `/proc/stat`.
    init?(stat: String) {
        guard let line = stat.split(separator: "\n").first, line.hasPrefix("cpu ") else { return nil }
        let fields = line.split(separator: " ").dropFirst().prefix(8).map { UInt64($0) }
        let ticks = fields.compactMap { $0 }
        guard ticks.count == fields.count, ticks.count >= 4 else { return nil }
        // user, nice, system, idle, waiting for I/O, interrupts, soft interrupts, stolen; guests are within user.
        busy = ticks[0] &+ ticks[1] &+ ticks[2] &+ ticks.dropFirst(5).prefix(2).reduce(0, &+)
        total = ticks.reduce(0, &+)
    }

    /// Busy ticks over all ticks since `earlier`, from 0 to 1; `nil` if no time has passed.
    func load(since earlier: ProcessorTicks) -> Double? {
        guard total > earlier.total, busy >= earlier.busy else { return nil }
        return min(1, Double(busy - earlier.busy) / Double(total - earlier.total))
    }
}
