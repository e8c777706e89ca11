internal import Units

/// The compute of one rank in a step, on every lane: how far it is, and what it waits for.
struct RankWork {
    /// What a rank's compute takes in one step, in one lane: positions of the program's points, as time at full speed
    /// from its start (attoseconds).
    struct Course: Sendable {
        let positions: [Int128]

        var whole: Int128 { positions[positions.count - 1] }
    }

    /// Compute stood at a gate; at the end of a pass without a wait, `from` = `to`.
    struct Halt: Sendable {
        let gate: Int
        let from: Int128
        let to: Int128
    }

    private let program: StepProgram
    private let lanes: [Lane]
    /// The share by which compute slows while communication runs beside it; the time that work takes is × 1/(1 − share).
    private let slowdown: Ratio
    private let plain: Course
    private let disturbed: Course
    /// By lane.
    private var progress: [Progress]
    /// By lane and gate: when it opens; `max` while that is not known.
    private var opens: [Int128]
    /// The lane whose halts are kept.
    private let tracedLane: Int?
    private(set) var halts: [Halt] = []

    /// How far a lane's compute is.
    private struct Progress {
        var start: Int128 = 0
        /// At `instant` so much of the work (in time at full speed) is done.
        var instant: Int128 = 0
        var done: Int128 = 0
        /// Gates that are passed, and the time for which compute stood still at them.
        var passed = 0
        var waited: Int128 = 0
        /// Communication that runs beside it: the latest collective's begin and end.
        var busyFrom: Int128 = 0
        var busyTo: Int128 = 0
    }

    /// - Parameters:
    ///   - plain, disturbed: what the compute takes on lanes without and with seeded disturbances of compute.
    ///   - tracedLane: whose halts are kept.
    init(
        program: StepProgram, plain: Course, disturbed: Course, lanes: [Lane], slowdown: Ratio, tracedLane: Int? = nil
    ) {
        self.program = program
        self.plain = plain
        self.disturbed = disturbed
        self.lanes = lanes
        self.slowdown = slowdown
        self.tracedLane = tracedLane
        progress = [Progress](repeating: Progress(), count: lanes.count)
        let closed = program.gates.map { $0.operation == nil ? Int128.min : .max }
        opens = lanes.indices.flatMap { _ in closed }
    }

    private func course(_ lane: Int) -> Course { lanes[lane].hasComputeDisturbances ? disturbed : plain }

    /// What the compute takes at full speed and without waits.
    func whole(lane: Int) -> Int128 { course(lane).whole }

    /// Starts the compute at `start`.
    mutating func begin(lane: Int, at start: Int128) {
        progress[lane] = Progress(start: start, instant: start, busyFrom: start, busyTo: start)
    }

    /// When compute has come so far that the operation may begin; to be asked in the order of the stream.
    mutating func ready(operation: Int, lane: Int) -> Int128 {
        let trigger = program.triggers[operation]
        while progress[lane].passed < trigger.gates { passGate(lane: lane) }
        return proceed(lane: lane, to: course(lane).positions[trigger.point])
    }

    /// When the compute ends; to be asked after all operations are told of.
    mutating func end(lane: Int) -> Int128 {
        while progress[lane].passed < program.gates.count { passGate(lane: lane) }
        return proceed(lane: lane, to: course(lane).whole)
    }

    /// What communication beside it added to the compute; to be asked after its end.
    func slowed(lane: Int) -> Int128 {
        let state = progress[lane]
        return state.instant - state.start - state.done - state.waited
    }

    /// An operation of the stream ran from `begin` to `end`; those of a lane are told of in order.
    mutating func note(operation: Int, lane: Int, from begin: Int128, to end: Int128) {
        if slowdown != .zero, end > begin {
            // What is done until this collective begins is done beside the one before.
            advance(lane: lane, until: begin)
            progress[lane].busyFrom = begin
            progress[lane].busyTo = end
        }
        if let gate = program.gateOfOperation[operation] { opens[lane * program.gates.count + gate] = end }
    }

    /// Goes on to the next gate and through it.
    private mutating func passGate(lane: Int) {
        let gate = progress[lane].passed
        let open = opens[lane * program.gates.count + gate]
        precondition(open < .max, "a gate is passed before its operation is over")
        let reached = proceed(lane: lane, to: course(lane).positions[program.gates[gate].point])
        let left = max(reached, open)
        progress[lane].instant = left
        progress[lane].waited += left - reached
        progress[lane].passed = gate + 1
        if lane == tracedLane { halts.append(Halt(gate: gate, from: reached, to: left)) }
    }

    /// Does work up to `work`, which lies before the next gate; when that is done.
    private mutating func proceed(lane: Int, to work: Int128) -> Int128 {
        var remaining = work - progress[lane].done
        // Already past it, as a later operation may be triggered by the same work.
        guard remaining > 0 else { return progress[lane].instant }
        let state = progress[lane]
        var now = state.instant
        if slowdown != .zero {
            if now < state.busyFrom {
                let free = min(remaining, state.busyFrom - now)
                now += free
                remaining -= free
            }
            if remaining > 0, now < state.busyTo {
                let slow = min(remaining, full(state.busyTo - now))
                now = slow < remaining ? state.busyTo : min(state.busyTo, now + stretched(slow))
                remaining -= slow
            }
        }
        progress[lane].instant = now + remaining
        progress[lane].done = work
        return progress[lane].instant
    }

    /// Does what can be done until `instant`: no more than the whole, and no further than to a gate that is closed.
    private mutating func advance(lane: Int, until instant: Int128) {
        let gates = program.gates.count
        while instant > progress[lane].instant {
            let gate = progress[lane].passed
            let limit = gate < gates ? course(lane).positions[program.gates[gate].point] : course(lane).whole
            let done = done(lane: lane, until: instant)
            guard done >= limit else {
                progress[lane].done = done
                progress[lane].instant = instant
                return
            }
            _ = proceed(lane: lane, to: limit)
            guard gate < gates, opens[lane * gates + gate] < .max else { return }
            passGate(lane: lane)
        }
    }

    /// The work that is done by `instant` if no gate is in the way.
    private func done(lane: Int, until instant: Int128) -> Int128 {
        let state = progress[lane]
        let free = max(0, min(instant, state.busyFrom) - state.instant)
        let slowFrom = max(state.instant, state.busyFrom)
        let slow = max(0, min(instant, state.busyTo) - slowFrom)
        let after = max(0, instant - max(state.instant, state.busyTo))
        return state.done + free + full(slow) + after
    }

    /// Work that is done in `time` beside communication.
    private func full(_ time: Int128) -> Int128 {
        Exact.multiplyDivide(time, Int128(Ratio.scale - slowdown.count), by: Int128(Ratio.scale))
    }

    /// Time that `work` takes beside communication.
    private func stretched(_ work: Int128) -> Int128 {
        Exact.multiplyDivide(work, Int128(Ratio.scale), by: Int128(Ratio.scale - slowdown.count))
    }
}
