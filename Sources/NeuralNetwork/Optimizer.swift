package import TensorKernels

/// An update rule over ranges of the flat buffers, with flat state of its own.
///
/// One optimizer step is `beginStep()` and then `update` for ranges that together cover each parameter once, in any
/// order and any cut: the result does not depend on the cut.
package protocol Optimizer: AnyObject {
    /// "sgd" or "adamw", as a checkpoint names it.
    var kind: String { get }
    /// Steps begun so far.
    var stepCount: Int { get set }
    /// Flat state, each as long as the parameters, in a fixed order.
    var state: [FlatBuffer] { get }

    /// Updates the parameters of a range; `gradientFactor` multiplies every gradient (1, or what clipping says).
    func update(
        _ range: Range<Int>, parameters: FlatBuffer, gradients: FlatBuffer, learningRate: Float, gradientFactor: Float)
}

extension Optimizer {
    /// Begins the next step.
    package func beginStep() { stepCount += 1 }
}
