package import ClusterModel
package import Units

/// The energy of the machine that runs the emulator: a ledger of its own, never added to the emulated cluster's.
///
/// Measured where the machine can, else modelled from its load; either way of the whole machine, of which the run is
/// charged its share of the busy time. Time comes in as an argument, files through `SystemFiles`.
package struct HostMeter: Sendable {
    /// World average used where the host's own grid is not known (gCO2e/kWh; CodeCarbon's fallback).
    package static let gramsPerKilowattHour = 475.0

    private let files: SystemFiles
    private let procRoot: String
    private let processor: HostProcessor
    private let power: ProcessorPower
    private let start: Duration
    private var counters: PowercapReader?
    private var absence: PowercapReader.Absence?
    private var firstTicks: ProcessorTicks?
    private var lastTicks: ProcessorTicks?
    private var lastTime: Duration
    /// Of the model, up to `lastTime`.
    private var modelled = ProcessorPower.Range(low: 0, central: 0, high: 0)

    /// - Parameter tdp: of all sockets together; `nil` for the catalog's by the processor's name.
    package init(
        catalog: Catalog, tdp: Power? = nil, powercapRoot: String = "/sys/class/powercap", procRoot: String = "/proc",
        files: SystemFiles = .actual, now: Duration
    ) {
        self.files = files
        self.procRoot = procRoot
        start = now
        lastTime = now
        do { counters = try PowercapReader(root: powercapRoot, files: files, now: now) } catch { absence = error }
        if case .text(let text) = files.read("\(procRoot)/cpuinfo") {
            processor = HostProcessor(cpuinfo: text)
        } else {
            processor = HostProcessor(cpuinfo: "")
        }
        power = tdp.map { ProcessorPower(given: $0) } ?? ProcessorPower(processor, catalog: catalog)
        firstTicks = ticks()
        lastTicks = firstTicks
    }

    /// The time between samples: five seconds, which cost nothing that shows, or less where a counter wraps around soon.
    package var interval: Duration { min(.seconds(5), counters?.longestInterval ?? .seconds(5)) }

    /// Takes in what happened since the last sample.
    package mutating func sample(now: Duration) {
        counters?.sample(now: now)
        guard let earlier = lastTicks, let ticks = ticks(), let load = ticks.load(since: earlier) else { return }
        modelled += power.watts(load: load) * ((now - lastTime) / .seconds(1))
        lastTicks = ticks
        lastTime = now
    }

    /// What the run has drawn up to now.
    ///
    /// - Parameters:
    ///   - processorSeconds: of the run's processes on this machine.
    ///   - elsewhere: of its processes on other hosts.
    package mutating func total(now: Duration, processorSeconds: Double, elsewhere: Double) -> HostEnergy {
        sample(now: now)
        let available = max((now - start) / .seconds(1), 1e-9) * Double(processor.threads)
        let load: Double
        let share: Double
        if let firstTicks, let lastTicks, let mean = lastTicks.load(since: firstTicks) {
            load = mean
            share = mean * available > processorSeconds ? processorSeconds / (mean * available) : 1
        } else {
            // Without the machine's load, the run is all that is known of.
            load = min(1, processorSeconds / available)
            share = 1
        }
        let machine = machineJoules(now: now, load: load)
        var own = machine * share
        let rate = processorSeconds > 0 ? elsewhere / processorSeconds : 0
        let elsewhereJoules = own.central * rate
        own += own * rate
        return HostEnergy(
            joules: own, machineJoules: machine, share: share, load: load, elsewhereJoules: elsewhereJoules,
            absence: absence, zones: counters?.counted ?? [], processor: processor, power: power)
    }

    /// Measured, if every package was counted to the end; else modelled, and `absence` says why.
    private mutating func machineJoules(now: Duration, load: Double) -> ProcessorPower.Range {
        if let counters {
            do {
                let joules = try counters.joules(at: now)
                return ProcessorPower.Range(low: joules, central: joules, high: joules)
            } catch {
                absence = error
            }
        }
        // What has passed since the last good sample goes at the mean load.
        var joules = modelled
        joules += power.watts(load: load) * ((now - lastTime) / .seconds(1))
        return joules
    }

    private func ticks() -> ProcessorTicks? {
        guard case .text(let text) = files.read("\(procRoot)/stat") else { return nil }
        return ProcessorTicks(stat: text)
    }
}
