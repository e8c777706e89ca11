package import TensorKernels

/// Reverse-mode differentiation: operations recorded once in order, replayed forwards and backwards.
///
/// Record values and operations, `seal()`, then call `forward()` and `backward()` any number of times. All memory is
/// laid out by `seal()`; running allocates nothing.
package final class Tape {
    /// The kernels that the operations run on.
    package let kernels: Kernels
    private var values: [Value] = []
    private var operations: [any Operation] = []
    private var orders: [GradientOrder] = []
    private var context: TapeContext?
    private let scratch: FlatBuffer

    package init(kernels: Kernels = .current) {
        self.kernels = kernels
        scratch = FlatBuffer(count: kernels.multiplyScratchCount)
    }

    /// A tensor of the tape's own: an input set by hand, or what an operation makes or keeps.
    package func value(_ shape: [Int]) -> Value {
        precondition(context == nil, "the tape is sealed")
        let value = Value(shape: shape)
        values.append(value)
        return value
    }

    /// A parameter over the caller's memory.
    package func parameter(_ shape: [Int], data: FloatSlice, gradient: FloatSlice) -> Value {
        Value(shape: shape, data: data, gradient: gradient)
    }

    /// Appends an operation and returns what it makes.
    package func record(_ operation: some Operation) -> Value {
        precondition(context == nil, "the tape is sealed")
        operations.append(operation)
        return operation.output
    }

    /// Lays out the memory: all data side by side, gradients sharing memory where their lives do not overlap.
    package func seal() {
        precondition(context == nil, "the tape is sealed already")
        let plan = GradientPlan(operations: operations)
        orders = plan.orders
        var offset = 0
        let data = FlatBuffer(count: values.reduce(0) { $0 + GradientPlan.aligned($1.count) })
        for value in values {
            value.dataSlice = FloatSlice(data, offset..<offset + value.count)
            offset += GradientPlan.aligned(value.count)
        }
        let gradients = FlatBuffer(count: plan.length)
        for placement in plan.placements {
            placement.value.gradientSlice = FloatSlice(
                gradients, placement.offset..<placement.offset + placement.value.count)
        }
        context = TapeContext(kernels: kernels, scratch: scratch.all)
        memoryCount = data.count + gradients.count + scratch.count
    }

    /// Floats of memory that the tape owns, once sealed.
    package private(set) var memoryCount = 0

    /// Number of recorded operations.
    package var operationCount: Int { operations.count }

    /// Index of the first operation that reads a value: the last one to add to its gradient; nil if none reads it.
    package func firstUse(of value: Value) -> Int? {
        operations.firstIndex { operation in operation.inputs.contains { $0 === value } }
    }

    /// Runs every operation in order.
    package func forward() {
        guard let context else { preconditionFailure("the tape is not sealed") }
        for operation in operations { operation.forward(context) }
    }

    /// Runs every backward rule in reverse order, after the caller has set the gradient of the last output (the loss
    /// operation needs none). `afterOperation` is told each index once its rule has run.
    package func backward(afterOperation: (Int) -> Void = { _ in }) {
        guard let context else { preconditionFailure("the tape is not sealed") }
        for index in operations.indices.reversed() {
            operations[index].backward(context, orders[index])
            afterOperation(index)
        }
    }
}
