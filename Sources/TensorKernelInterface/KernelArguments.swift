/// Layer normalisation of `rows` rows of `width`: y = (x − mean)·inverseDeviation·scale + shift.
package struct LayerNormArguments {
    /// [rows, width].
    package var x: UnsafePointer<Float>
    /// [width].
    package var scale: UnsafePointer<Float>
    /// [width].
    package var shift: UnsafePointer<Float>
    /// [rows, width].
    package var y: UnsafeMutablePointer<Float>
    /// One value per row, kept for the backward rule.
    package var means: UnsafeMutablePointer<Float>
    /// 1/√(variance + ε), one value per row.
    package var inverseDeviations: UnsafeMutablePointer<Float>
    /// Number of rows.
    package var rows: Int
    /// Values per row.
    package var width: Int
    /// ε of the formula.
    package var epsilon: Float

    package init(
        x: UnsafePointer<Float>, scale: UnsafePointer<Float>, shift: UnsafePointer<Float>,
        y: UnsafeMutablePointer<Float>, means: UnsafeMutablePointer<Float>,
        inverseDeviations: UnsafeMutablePointer<Float>, rows: Int, width: Int, epsilon: Float
    ) {
        self.x = x
        self.scale = scale
        self.shift = shift
        self.y = y
        self.means = means
        self.inverseDeviations = inverseDeviations
        self.rows = rows
        self.width = width
        self.epsilon = epsilon
    }
}

/// The backward rule of layer normalisation; the gradients of scale and shift accumulate.
package struct LayerNormGradientArguments {
    /// [rows, width].
    package var x: UnsafePointer<Float>
    /// [width].
    package var scale: UnsafePointer<Float>
    /// [rows], from the forward run.
    package var means: UnsafePointer<Float>
    /// [rows], from the forward run.
    package var inverseDeviations: UnsafePointer<Float>
    /// [rows, width].
    package var yGradient: UnsafePointer<Float>
    /// [rows, width].
    package var xGradient: UnsafeMutablePointer<Float>
    /// [width].
    package var scaleGradient: UnsafeMutablePointer<Float>
    /// [width].
    package var shiftGradient: UnsafeMutablePointer<Float>
    /// Number of rows.
    package var rows: Int
    /// Values per row.
    package var width: Int
    /// Whether to add to `xGradient` instead of overwriting it.
    package var accumulate: Bool

    package init(
        x: UnsafePointer<Float>, scale: UnsafePointer<Float>, means: UnsafePointer<Float>,
        inverseDeviations: UnsafePointer<Float>, yGradient: UnsafePointer<Float>,
        xGradient: UnsafeMutablePointer<Float>, scaleGradient: UnsafeMutablePointer<Float>,
        shiftGradient: UnsafeMutablePointer<Float>, rows: Int, width: Int, accumulate: Bool
    ) {
        self.x = x
        self.scale = scale
        self.means = means
        self.inverseDeviations = inverseDeviations
        self.yGradient = yGradient
        self.xGradient = xGradient
        self.scaleGradient = scaleGradient
        self.shiftGradient = shiftGradient
        self.rows = rows
        self.width = width
        self.accumulate = accumulate
    }
}

/// A band of rows of a causal attention matrix: row i sees the keys 0…(firstRow + i) out of `columns`.
package struct CausalRows {
    /// Scores or probabilities, row-major, `rowStride` elements from row to row.
    package var values: UnsafeMutablePointer<Float>
    /// Elements from row to row.
    package var rowStride: Int
    /// Number of the band's first row in the whole matrix.
    package var firstRow: Int
    /// Number of rows.
    package var rows: Int
    /// Keys in the band.
    package var columns: Int
    /// The factor on the scores, 1/√(head width).
    package var scale: Float

    package init(
        values: UnsafeMutablePointer<Float>, rowStride: Int, firstRow: Int, rows: Int, columns: Int, scale: Float
    ) {
        self.values = values
        self.rowStride = rowStride
        self.firstRow = firstRow
        self.rows = rows
        self.columns = columns
        self.scale = scale
    }
}

/// g' = factor·g + weightDecay·p;  b = momentum·b + g';  p −= learningRate·b.
package struct SGDArguments {
    /// p, [count].
    package var parameters: UnsafeMutablePointer<Float>
    /// g, [count].
    package var gradients: UnsafePointer<Float>
    /// b, [count].
    package var momenta: UnsafeMutablePointer<Float>
    /// Number of values.
    package var count: Int
    /// Factor on the gradient: 1, or what clipping says.
    package var gradientFactor: Float
    /// Step length.
    package var learningRate: Float
    /// Share of the last velocity that stays.
    package var momentum: Float
    /// Factor on the parameter, 0 for none.
    package var weightDecay: Float

    package init(
        parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
        momenta: UnsafeMutablePointer<Float>, count: Int, gradientFactor: Float,
        learningRate: Float, momentum: Float, weightDecay: Float
    ) {
        self.parameters = parameters
        self.gradients = gradients
        self.momenta = momenta
        self.count = count
        self.gradientFactor = gradientFactor
        self.learningRate = learningRate
        self.momentum = momentum
        self.weightDecay = weightDecay
    }
}

/// m = β₁m + (1−β₁)g;  v = β₂v + (1−β₂)g²;  p −= learningRate·(m̂/(√v̂ + ε) + weightDecay·p), where g is the gradient
/// times `gradientFactor` and the hats divide by the bias corrections (Loshchilov and Hutter 2019, algorithm 2).
package struct AdamWArguments {
    /// p, [count].
    package var parameters: UnsafeMutablePointer<Float>
    /// g, [count].
    package var gradients: UnsafePointer<Float>
    /// m, [count].
    package var firstMoments: UnsafeMutablePointer<Float>
    /// v, [count].
    package var secondMoments: UnsafeMutablePointer<Float>
    /// Number of values.
    package var count: Int
    /// Factor on the gradient: 1, or what clipping says.
    package var gradientFactor: Float
    /// Step length.
    package var learningRate: Float
    /// β₁.
    package var beta1: Float
    /// β₂.
    package var beta2: Float
    /// ε of the formula.
    package var epsilon: Float
    /// Factor on the parameter, 0 for none.
    package var weightDecay: Float
    /// 1/(1 − β₁ᵗ).
    package var inverseBiasCorrection1: Float
    /// 1/(1 − β₂ᵗ).
    package var inverseBiasCorrection2: Float

    package init(
        parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
        firstMoments: UnsafeMutablePointer<Float>, secondMoments: UnsafeMutablePointer<Float>, count: Int,
        gradientFactor: Float, learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float,
        inverseBiasCorrection1: Float, inverseBiasCorrection2: Float
    ) {
        self.parameters = parameters
        self.gradients = gradients
        self.firstMoments = firstMoments
        self.secondMoments = secondMoments
        self.count = count
        self.gradientFactor = gradientFactor
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.inverseBiasCorrection1 = inverseBiasCorrection1
        self.inverseBiasCorrection2 = inverseBiasCorrection2
    }
}
