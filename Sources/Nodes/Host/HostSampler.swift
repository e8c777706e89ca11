package import ClusterModel
internal import Dispatch
internal import Synchronization
package import Units

/// Samples a `HostMeter` from its making to its end, however busy or idle the run is.
package final class HostSampler {
    private final class State: Sendable {
        let meter: Mutex<HostMeter>
        let clock = ContinuousClock()
        let start: ContinuousClock.Instant

        init(catalog: Catalog, tdp: Power?) {
            start = clock.now
            meter = Mutex(HostMeter(catalog: catalog, tdp: tdp, now: .zero))
        }

        var now: Duration { clock.now - start }
    }

    private let state: State
    private let timer: any DispatchSourceTimer

    /// - Parameter tdp: as of `HostMeter`.
    package init(catalog: Catalog, tdp: Power? = nil) {
        let state = State(catalog: catalog, tdp: tdp)
        self.state = state
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "ringwatt.host", qos: .utility))
        let interval = state.meter.withLock { $0.interval } / .milliseconds(1)
        timer.schedule(deadline: .now() + interval / 1000, repeating: interval / 1000, leeway: .milliseconds(100))
        timer.setEventHandler { state.meter.withLock { $0.sample(now: state.now) } }
        timer.activate()
    }

    deinit { timer.cancel() }

    /// What the run has drawn so far; parameters as of `HostMeter`.
    package func total(processorSeconds: Double, elsewhere: Double) -> HostEnergy {
        state.meter.withLock {
            $0.total(now: state.now, processorSeconds: processorSeconds, elsewhere: elsewhere)
        }
    }
}
