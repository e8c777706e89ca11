package import TensorKernelInterface

/// This build's kernels. The host must have the instruction set that the module was built for.
package let kernelTable = KernelTable(
    name: buildName, numericClass: numericClass, multiplyScratchCount: multiplyScratchCount,
    multiply: { multiply($0) },
    add: { add($0, $1, $2) },
    scale: { scale($0, $1, $2) },
    sumOfSquares: { sumOfSquares($0, $1) },
    addColumnSums: { addColumnSums($0, $1, $2, $3) },
    gelu: { gelu($0, $1, $2) },
    geluGradient: { geluGradient($0, $1, $2, $3, $4) },
    layerNorm: { layerNorm($0) },
    layerNormGradient: { layerNormGradient($0) },
    causalSoftmax: { causalSoftmax($0) },
    causalSoftmaxGradient: { causalSoftmaxGradient($0, $1) },
    softmax: { softmax($0, $1, $2, $3, $4, $5) },
    sgd: { sgd($0) },
    adamW: { adamW($0) }
)
