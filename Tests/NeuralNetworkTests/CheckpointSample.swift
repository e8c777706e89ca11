import Foundation
import NeuralNetwork

/// A folder that goes when the test does.
final class CheckpointFolder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("ringwatt-\(UUID().uuidString)").path
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    var file: String { path + "/model.ckpt" }
    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }
}

/// A small model and its optimizer, trained for some steps.
enum CheckpointSample {
    static let configuration = TransformerConfiguration(
        vocabularySize: 17, contextLength: 5, layers: 1, heads: 1, width: 7)

    static func trained(seed: UInt64, steps: Int) throws -> (Transformer, AdamW) {
        let model = try Transformer(configuration: configuration, seed: seed)
        let optimizer = AdamW(layout: model.layout)
        try train(model, optimizer, steps: steps)
        return (model, optimizer)
    }

    static func train(_ model: Transformer, _ optimizer: AdamW, steps: Int) throws {
        for _ in 0..<steps {
            model.zeroGradients()
            _ = try model.forwardBackward(
                inputs: [1, 2, 3, 4, 5] as [UInt8], targets: [2, 3, 4, 5, 6], batch: 1, lossScale: 0.2)
            optimizer.beginStep()
            optimizer.update(
                0..<model.layout.count, parameters: model.parameters, gradients: model.gradients, learningRate: 0.01,
                gradientFactor: 1)
        }
    }
}
