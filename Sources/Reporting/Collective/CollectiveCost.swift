package import Accounting
package import Emulation
internal import Units

/// What one collective draws and emits, facility included, while all nodes wait for it.
///
/// It is booked as the exposed wait of a training step is: accelerators at their waiting power and the hosts through the
/// whole time; NICs, switches and optics standing through the whole time and by the bytes that cross them.
package struct CollectiveCost: Sendable, Hashable {
    /// Energy and emissions of a group of devices.
    package struct Sum: Sendable, Hashable {
        /// Exact sum of entries that are each rounded to a nanojoule.
        package var nanojoules: Int128 = 0
        /// Of CO2-equivalent, rounded once a rank and device: a small collective emits less than the microgram of the
        /// ledger.
        package var picograms: Int128 = 0

        package var joules: Double { Double(nanojoules) / 1e9 }
        package var grams: Double { Double(picograms) / 1e12 }

        package static func + (a: Self, b: Self) -> Self {
            Self(nanojoules: a.nanojoules + b.nanojoules, picograms: a.picograms + b.picograms)
        }
    }

    /// NICs, switches, optics and WAN equipment.
    package private(set) var network = Sum()
    /// Accelerators, hosts, memory and storage of the waiting nodes.
    package private(set) var nodes = Sum()
    package var total: Sum { network + nodes }

    /// - Parameters:
    ///   - time: what the collective takes, by cause.
    ///   - traffic: by rank, what it sends and receives.
    ///   - tariffs: by rank.
    package init(time: CollectiveTime, traffic: [RankTraffic], tariffs: [Tariff]) {
        for (rank, tariff) in tariffs.enumerated() {
            for item in Self.wait(time, rank: rank, traffic: traffic[rank]).usage {
                let equipment = Self.energy(item, tariff: tariff)
                let facility = Self.pieces(equipment, of: 1_000_000_000_000_000) { piece in
                    Int128(tariff.facility(Energy(count: Int64(piece)), kind: item.kind).nanojoules)
                }
                let energy = equipment + facility
                // A kWh is 3.6e15 nJ, a microgram 1e6 pg.
                let emissions = Exact.multiplyDivide(
                    energy, Int128(tariff.intensity(item.kind).count), by: 3_600_000_000)
                let sum = Sum(nanojoules: energy, picograms: emissions)
                if item.kind.component.isFabric { network = network + sum } else { nodes = nodes + sum }
            }
        }
    }

    /// A step of one rank in which it does nothing but wait for the collective.
    private static func wait(_ time: CollectiveTime, rank: Int, traffic: RankTraffic) -> RankStep {
        var step = RankStep(
            kind: .training, rank: rank, step: 1, start: .zero, end: .zero + time.total, hasFabric: true)
        step.waits[WaitCause.latency.rawValue] = time.latency
        step.waits[WaitCause.bandwidth.rawValue] = time.ports
        step.waits[WaitCause.contention.rawValue] = time.contention
        step.bytesSent = traffic.sent
        step.bytesReceived = traffic.received
        step.switchBytes = traffic.switches
        step.opticsBytes = traffic.optics
        step.wanBytes = traffic.wan
        return step
    }

    /// Nanojoules at the equipment. The ledger's entries hold some MWh; a collective may take days, and is counted in
    /// pieces of a second, or of a gibibyte.
    private static func energy(_ item: UsageItem, tariff: Tariff) -> Int128 {
        let piece = item.kind.isOfBytes ? 1 << 30 : VirtualDuration.attosecondsPerSecond
        return pieces(item.amount, of: piece) { amount in
            Int128(
                tariff.energy(UsageItem(phase: item.phase, cause: item.cause, kind: item.kind, amount: amount))
                    .nanojoules)
        }
    }

    /// A linear function of `amount`, from that of `size` and that of the rest.
    private static func pieces(_ amount: Int128, of size: Int128, value: (Int128) -> Int128) -> Int128 {
        let (count, rest) = amount.quotientAndRemainder(dividingBy: size)
        return (count == 0 ? 0 : count * value(size)) + value(rest)
    }
}

extension UsageKind {
    /// True if the amount is in bytes, false if it is a time in attoseconds; those in bytes come last.
    fileprivate var isOfBytes: Bool { rawValue >= UsageKind.nicTransfer.rawValue }
}
