/// A node's power in watts, solved for what was measured.
///
/// With g accelerators that compute a share c of the step and wait for the rest of it, active power a, idle power i,
/// stalled power s = i + f·(a − i), and r for all else in the node:
///
///     accelerator         = c·a + (1−c)·s           node         = g·accelerator + r
///     accelerator waiting = s                       node waiting = g·s + r
///     accelerator idle    = i
///
/// r follows from a node and an accelerator measured in the same state. Where it does not, it stays the catalog's, and a
/// and s are what is left of the node.
struct PowerEquations {
    let accelerators: Double
    /// c, above 0.
    let computingShare: Double
    /// The catalog's i, f and r.
    let idle: Double
    let stallFraction: Double
    let rest: Double

    struct Measured {
        var node: Double?
        var nodeWaiting: Double?
        var accelerator: Double?
        var acceleratorWaiting: Double?
        var acceleratorIdle: Double?
    }

    struct Solution {
        /// `nil` where the measurements do not show it.
        let active: Double?
        let idle: Double
        /// f, only where both a and s were measured.
        let stallFraction: Double?
        /// `nil` where the catalog's was used.
        let rest: Double?
        /// s.
        let stalled: Double?
    }

    func solve(_ measured: Measured) -> Solution {
        let g = accelerators
        let i = measured.acceleratorIdle ?? idle
        var found: Double?
        if let node = measured.node, let accelerator = measured.accelerator {
            found = node - g * accelerator
        } else if let node = measured.nodeWaiting, let accelerator = measured.acceleratorWaiting {
            found = node - g * accelerator
        }
        let r = found ?? rest
        let mean = measured.accelerator ?? measured.node.map { ($0 - r) / g }
        let stalled = measured.acceleratorWaiting ?? measured.nodeWaiting.map { ($0 - r) / g }
        let c = computingShare
        guard let mean else {
            return Solution(active: nil, idle: i, stallFraction: nil, rest: found, stalled: stalled)
        }
        if let stalled {
            let active = (mean - (1 - c) * stalled) / c
            return Solution(
                active: active, idle: i, stallFraction: active > i ? (stalled - i) / (active - i) : nil, rest: found,
                stalled: stalled)
        }
        let f = stallFraction
        let active = (mean - (1 - c) * (1 - f) * i) / (c + (1 - c) * f)
        return Solution(active: active, idle: i, stallFraction: nil, rest: found, stalled: nil)
    }
}
