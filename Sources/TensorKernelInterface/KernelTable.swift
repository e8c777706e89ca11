/// What one build of the kernels offers: plain functions over pointers, one indirect call per whole operation.
///
/// The functions check nothing; `TensorKernels.Kernels` checks shapes and is what everyone else calls.
package struct KernelTable: Sendable {
    /// Float32 values to read.
    package typealias Source = UnsafePointer<Float>
    /// Float32 values to write.
    package typealias Target = UnsafeMutablePointer<Float>

    /// "baseline", "avx2" or "avx512".
    package var name: String
    /// "fma" or "no-fma": builds of one class give equal bits.
    package var numericClass: String
    /// Floats of scratch memory that `multiply` needs.
    package var multiplyScratchCount: Int
    /// C = A·B (+ bias) (+ addend).
    package var multiply: @Sendable (MatrixMultiplication) -> Void

    /// `target[i] += source[i]`; the source may lie at any byte address.
    package var add: @Sendable (_ target: Target, _ source: UnsafeRawPointer, _ count: Int) -> Void
    /// `target[i] *= factor`.
    package var scale: @Sendable (_ target: Target, _ factor: Float, _ count: Int) -> Void
    /// Σ source[i]² in 16 lanes and a fixed tree.
    package var sumOfSquares: @Sendable (_ source: Source, _ count: Int) -> Float
    /// `target[j] += Σ_i source[i, j]`, the rows in order.
    package var addColumnSums: @Sendable (_ target: Target, _ source: Source, _ rows: Int, _ columns: Int) -> Void

    /// GELU, tanh form: y = x·σ(2u), u = √(2/π)(x + 0.044715 x³).
    package var gelu: @Sendable (_ x: Source, _ y: Target, _ count: Int) -> Void
    /// dx (+)= dy·GELU'(x).
    package var geluGradient:
        @Sendable (_ x: Source, _ dy: Source, _ dx: Target, _ count: Int, _ accumulate: Bool) -> Void

    /// Layer normalisation of rows.
    package var layerNorm: @Sendable (LayerNormArguments) -> Void
    /// Its backward rule.
    package var layerNormGradient: @Sendable (LayerNormGradientArguments) -> Void

    /// Rows i of a causal score matrix, keys 0…(firstKey + i): p = softmax(scale·s), zeros behind, in place.
    package var causalSoftmax: @Sendable (CausalRows) -> Void
    /// dp → ds = scale·p·(dp − Σ p·dp), in place in `gradient`, zeros behind the diagonal.
    package var causalSoftmaxGradient: @Sendable (CausalRows, _ gradient: Target) -> Void
    /// Row softmax: `probabilities`, each row's maximum and its Σ exp(x − maximum).
    package var softmax:
        @Sendable (
            _ logits: Source, _ probabilities: Target, _ maxima: Target, _ sums: Target, _ rows: Int, _ columns: Int
        ) -> Void

    /// SGD with momentum.
    package var sgd: @Sendable (SGDArguments) -> Void
    /// Adam with decoupled weight decay.
    package var adamW: @Sendable (AdamWArguments) -> Void

    package init(
        name: String, numericClass: String, multiplyScratchCount: Int,
        multiply: @escaping @Sendable (MatrixMultiplication) -> Void,
        add: @escaping @Sendable (Target, UnsafeRawPointer, Int) -> Void,
        scale: @escaping @Sendable (Target, Float, Int) -> Void,
        sumOfSquares: @escaping @Sendable (Source, Int) -> Float,
        addColumnSums: @escaping @Sendable (Target, Source, Int, Int) -> Void,
        gelu: @escaping @Sendable (Source, Target, Int) -> Void,
        geluGradient: @escaping @Sendable (Source, Source, Target, Int, Bool) -> Void,
        layerNorm: @escaping @Sendable (LayerNormArguments) -> Void,
        layerNormGradient: @escaping @Sendable (LayerNormGradientArguments) -> Void,
        causalSoftmax: @escaping @Sendable (CausalRows) -> Void,
        causalSoftmaxGradient: @escaping @Sendable (CausalRows, Target) -> Void,
        softmax: @escaping @Sendable (Source, Target, Target, Target, Int, Int) -> Void,
        sgd: @escaping @Sendable (SGDArguments) -> Void,
        adamW: @escaping @Sendable (AdamWArguments) -> Void
    ) {
        self.name = name
        self.numericClass = numericClass
        self.multiplyScratchCount = multiplyScratchCount
        self.multiply = multiply
        self.add = add
        self.scale = scale
        self.sumOfSquares = sumOfSquares
        self.addColumnSums = addColumnSums
        self.gelu = gelu
        self.geluGradient = geluGradient
        self.layerNorm = layerNorm
        self.layerNormGradient = layerNormGradient
        self.causalSoftmax = causalSoftmax
        self.causalSoftmaxGradient = causalSoftmaxGradient
        self.softmax = softmax
        self.sgd = sgd
        self.adamW = adamW
    }
}
