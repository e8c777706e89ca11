package import TensorKernels

/// One tensor of a tape: its shape, its values, and the gradient of the loss with respect to it.
///
/// Values are row-major. Parameters live in buffers of the caller; everything else lives in the tape's own two
/// buffers, which exist once the tape is sealed. Until then, reading `data` or `gradient` traps.
package final class Value {
    /// Extents, outermost first, for example [tokens, width].
    package let shape: [Int]
    /// Product of the extents.
    package let count: Int
    /// Whether the values belong to the caller; gradients of parameters accumulate over calls.
    package let isParameter: Bool

    var dataSlice: FloatSlice?
    var gradientSlice: FloatSlice?

    /// A value of the tape's own, placed when the tape is sealed.
    init(shape: [Int]) {
        precondition(shape.allSatisfy { $0 > 0 }, "a tensor of shape \(shape)")
        self.shape = shape
        count = shape.reduce(1, *)
        isParameter = false
    }

    /// A parameter: values and gradient are the caller's.
    init(shape: [Int], data: FloatSlice, gradient: FloatSlice) {
        count = shape.reduce(1, *)
        precondition(
            data.count == count && gradient.count == count,
            "a parameter of shape \(shape) in \(data.count) values and \(gradient.count) gradients")
        self.shape = shape
        isParameter = true
        dataSlice = data
        gradientSlice = gradient
    }

    /// The values.
    package var data: FloatSlice {
        guard let dataSlice else { preconditionFailure("the tape of this value is not sealed") }
        return dataSlice
    }

    /// The gradient, valid from the backward rule of the value's last use to that of the operation that made it.
    package var gradient: FloatSlice {
        guard let gradientSlice else { preconditionFailure("this value has no gradient: no operation uses it") }
        return gradientSlice
    }

    /// The extent of the innermost dimension.
    package var width: Int { shape[shape.count - 1] }

    /// The values seen as a matrix of `width` columns.
    package var matrix: MatrixView { MatrixView(data, rows: count / width, columns: width) }

    /// The gradient seen as a matrix of `width` columns.
    package var gradientMatrix: MatrixView { MatrixView(gradient, rows: count / width, columns: width) }
}
