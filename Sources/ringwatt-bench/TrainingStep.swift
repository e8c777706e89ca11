internal import NeuralNetwork
internal import TensorKernels

/// GFLOP/s of a whole training step (forward, backward, norm, AdamW) by 6P + 12·L·d·s, beside the matrix product.
func benchmarkTrainingStep(_ arguments: [String]) {
    let numbers = arguments.compactMap { Int($0) }
    let configuration = TransformerConfiguration(
        contextLength: 128, layers: numbers.count > 1 ? numbers[1] : 4, heads: 4,
        width: numbers.first ?? 128)
    let batch = 8
    let tokens = batch * configuration.contextLength
    let inputs = (0..<tokens).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 13) }
    let targets = Array(inputs.dropFirst()) + [0]
    for kernels in kernelsToMeasure(arguments) {
        guard let model = try? Transformer(configuration: configuration, seed: 1, kernels: kernels) else {
            print("no such model: \(configuration)")
            return
        }
        let optimizer = AdamW(layout: model.layout, kernels: kernels)
        var loss = 0.0
        let seconds = medianSeconds(minimumSeconds: 0.1) {
            model.zeroGradients()
            loss =
                (try? model.forwardBackward(
                    inputs: inputs, targets: targets, batch: batch, lossScale: 1 / Float(tokens))) ?? .nan
            optimizer.beginStep()
            let squares = GradientNorm.squareSum(
                of: [0..<model.gradients.count], in: model.gradients, kernels: kernels)
            optimizer.update(
                0..<model.layout.count, parameters: model.parameters, gradients: model.gradients,
                learningRate: 1e-3,
                gradientFactor: GradientNorm.clippingFactor(
                    norm: GradientNorm.norm(squareSums: [squares]), maximum: 1))
        }
        let flops = Double(configuration.flopsPerToken) * Double(tokens)
        print(
            "\(kernels.name): \(fixed(seconds * 1e3, 2)) ms per step, \(fixed(flops / seconds / 1e9, 1)) GFLOP/s, "
                + "\(fixed(Double(tokens) / seconds, 0)) tokens/s")
        if !loss.isFinite { print("  the loss is not finite") }
    }
}
