import Foundation
import NeuralNetwork

/// A decoder in the form of GPT-2 by its definition, in Double, slow and obvious: what the real one is compared with.
struct ReferenceTransformer {
    let configuration: TransformerConfiguration
    let layout: ParameterLayout

    init(_ configuration: TransformerConfiguration) {
        self.configuration = configuration
        layout = ParameterLayout(configuration)
    }

    /// Σ −log p(target) over `batch` sequences laid end to end.
    func loss(_ parameters: [Double], inputs: [UInt8], targets: [UInt8], batch: Int) -> Double {
        let length = inputs.count / batch
        return (0..<batch).reduce(0) { sum, index in
            let range = index * length..<(index + 1) * length
            return sum + sequenceLoss(parameters, Array(inputs[range]), Array(targets[range]))
        }
    }

    private func sequenceLoss(_ parameters: [Double], _ inputs: [UInt8], _ targets: [UInt8]) -> Double {
        func tensor(_ name: String) -> [Double] { Array(parameters[layout[name]!.range]) }
        let d = configuration.width
        let (tokenTable, positions) = (tensor("wte.weight"), tensor("wpe.weight"))
        var stream = inputs.enumerated().map { position, token in
            (0..<d).map { tokenTable[Int(token) * d + $0] + positions[position * d + $0] }
        }
        func norm(_ rows: [[Double]], _ name: String) -> [[Double]] {
            let (scale, shift) = (tensor("\(name).weight"), tensor("\(name).bias"))
            return rows.map { row in
                let mean = row.reduce(0, +) / Double(d)
                let variance = row.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) } / Double(d)
                let deviation = (variance + 1e-5).squareRoot()
                return row.indices.map { (row[$0] - mean) / deviation * scale[$0] + shift[$0] }
            }
        }
        func linear(_ rows: [[Double]], _ name: String) -> [[Double]] {
            let (weight, bias) = (tensor("\(name).weight"), tensor("\(name).bias"))
            return rows.map { row in
                bias.indices.map { column in
                    row.indices.reduce(bias[column]) { $0 + row[$1] * weight[$1 * bias.count + column] }
                }
            }
        }
        func sum(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] { zip(a, b).map { zip($0, $1).map(+) } }
        for layer in 0..<configuration.layers {
            let projections = linear(norm(stream, "h.\(layer).ln_1"), "h.\(layer).attn.c_attn")
            stream = sum(stream, linear(attention(projections), "h.\(layer).attn.c_proj"))
            let hidden = linear(norm(stream, "h.\(layer).ln_2"), "h.\(layer).mlp.c_fc").map { $0.map(gelu) }
            stream = sum(stream, linear(hidden, "h.\(layer).mlp.c_proj"))
        }
        return zip(norm(stream, "ln_f"), targets).reduce(0) { total, pair in
            let logits = (0..<configuration.vocabularySize).map { word in
                (0..<d).reduce(0.0) { $0 + pair.0[$1] * tokenTable[word * d + $1] }
            }
            return total + log(logits.reduce(0) { $0 + exp($1) }) - logits[Int(pair.1)]
        }
    }

    private func attention(_ rows: [[Double]]) -> [[Double]] {
        let (d, headWidth) = (configuration.width, configuration.width / configuration.heads)
        return rows.indices.map { query in
            (0..<d).map { column in
                let first = column / headWidth * headWidth
                let weights = (0...query).map { (key: Int) -> Double in
                    let inner = (first..<first + headWidth).reduce(0.0) { $0 + rows[query][$1] * rows[key][d + $1] }
                    return exp(inner / Double(headWidth).squareRoot())
                }
                let weighted = weights.indices.reduce(0.0) { $0 + weights[$1] * rows[$1][2 * d + column] }
                return weighted / weights.reduce(0, +)
            }
        }
    }

    private func gelu(_ x: Double) -> Double {
        0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    }
}
