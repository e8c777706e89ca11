package import TensorKernels

/// One recorded step of a tape: a forward rule and, beside it, its backward rule.
///
/// Operations are recorded once and replayed, so they allocate nothing when they run.
package protocol Operation: AnyObject {
    /// What it reads and owes a gradient to.
    var inputs: [Value] { get }
    /// What it makes.
    var output: Value { get }
    /// An input that only adds to the output, so that the output's gradient is also its own; nil for most.
    var passedInput: Value? { get }

    /// Makes `output.data` from the inputs' data.
    func forward(_ context: TapeContext)

    /// Adds to the inputs' gradients what `output.gradient` owes them; `order` says where to overwrite instead.
    func backward(_ context: TapeContext, _ order: GradientOrder)
}

extension Operation {
    /// None.
    package var passedInput: Value? { nil }
}

/// What operations share while they run.
package struct TapeContext {
    /// What computes.
    package let kernels: Kernels
    /// For the matrix products.
    package let scratch: FloatSlice
}

/// Which of an operation's inputs already hold a part of their gradient when its backward rule runs.
package struct GradientOrder {
    /// Per input: whether to add to its gradient (true) or to overwrite it.
    package let accumulates: [Bool]
    /// Whether the passed input shares the output's gradient memory, so that nothing is left to do for it.
    package let sharesPassedInput: Bool
}
