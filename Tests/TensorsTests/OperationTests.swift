import Foundation
import TensorKernels
import Tensors
import Testing

@Suite struct OperationTests {
    @Test("Linear is x·W + b, and its three gradients agree", arguments: [(1, 1, 1), (7, 5, 3), (9, 17, 33)])
    func linear(size: (rows: Int, inputs: Int, outputs: Int)) {
        let (rows, n, m) = size
        checkGradients([[rows, n], [n, m], [m]]) { tape, v in
            tape.linear(v[0], weight: v[1], bias: v[2])
        } reference: { v in
            let y = product(v[0], v[1], rows, n, m)
            return y.indices.map { (i: Int) -> Double in y[i] + v[2][i % m] }
        }
    }

    @Test("Linear adds a residual and passes the gradient on")
    func linearWithResidual() {
        checkGradients([[5, 7], [7, 3], [3], [5, 3]]) { tape, v in
            tape.linear(v[0], weight: v[1], bias: v[2], residual: v[3])
        } reference: { v in
            let y = product(v[0], v[1], 5, 7, 3)
            return y.indices.map { (i: Int) -> Double in y[i] + v[2][i % 3] + v[3][i] }
        }
    }

    @Test("The tied head is x·Eᵀ")
    func tiedHead() {
        checkGradients([[5, 7], [11, 7]]) { tape, v in
            tape.tiedHead(v[0], embedding: v[1])
        } reference: { v in
            let (x, table) = (v[0], v[1])
            return (0..<55).map { (index: Int) -> Double in
                let (row, word) = (index / 11 * 7, index % 11 * 7)
                return (0..<7).reduce(0.0) { (sum: Double, i: Int) -> Double in sum + x[row + i] * table[word + i] }
            }
        }
    }

    @Test("GELU and its gradient agree", arguments: [1, 7, 33])
    func gelu(count: Int) {
        checkGradients([[count]]) { tape, v in
            tape.gelu(v[0])
        } reference: { v in
            v[0].map(exactGELU)
        }
    }

    @Test("A sum passes its gradient to both sides, also when they are the same tensor")
    func add() {
        checkGradients([[3, 5], [3, 5]]) { tape, v in
            let sum = tape.add(v[0], v[1])
            return tape.add(sum, sum)
        } reference: { v in
            zip(v[0], v[1]).map { 2 * ($0 + $1) }
        }
    }

    @Test("Layer norm and its three gradients agree", arguments: [(1, 7), (3, 17), (5, 32)])
    func layerNorm(size: (rows: Int, width: Int)) {
        checkGradients([[size.rows, size.width], [size.width], [size.width]]) { tape, v in
            tape.layerNorm(v[0], scale: v[1], shift: v[2])
        } reference: { v in
            normalised(v[0], scale: v[1], shift: v[2])
        }
    }

    @Test("Causal attention agrees head by head", arguments: [(1, 1, 1, 2), (2, 7, 2, 3), (1, 70, 1, 2)])
    func attention(size: (sequences: Int, context: Int, heads: Int, headWidth: Int)) {
        let width = size.heads * size.headWidth
        checkGradients([[size.sequences * size.context, 3 * width]]) { tape, v in
            tape.causalAttention(v[0], sequences: size.sequences, heads: size.heads)
        } reference: { v in
            exactAttention(v[0], context: size.context, heads: size.heads, width: width)
        }
    }

    @Test("The embedding adds token and position rows")
    func embedding() {
        let tokens = TokenBuffer(count: 6, vocabularySize: 5)
        #expect(tokens.set([4, 0, 4, 2, 2, 1] as [Int32]) == nil)
        let numbers = [4, 0, 4, 2, 2, 1]
        checkGradients([[5, 7], [4, 7]]) { tape, v in
            tape.embedding(tokens, tokenTable: v[0], positionTable: v[1], context: 3)
        } reference: { v in
            (0..<42).map { (index: Int) -> Double in
                let (row, column) = (index / 7, index % 7)
                return v[0][numbers[row] * 7 + column] + v[1][row % 3 * 7 + column]
            }
        }
    }

    @Test("A token outside the vocabulary is found by its index")
    func foreignToken() {
        let tokens = TokenBuffer(count: 3, vocabularySize: 5)
        #expect(tokens.set([0, 5, 1] as [UInt8]) == 1)
        #expect(tokens.set([-1, 0, 0] as [Int32]) == 0)
    }

    @Test("Gradients meet where one tensor is used three times and memory is reused")
    func sharedTensor() {
        checkGradients([[3, 4], [4], [4]]) { tape, v in
            let x = tape.gelu(v[0])
            let a = tape.layerNorm(x, scale: v[1], shift: v[2])
            let b = tape.gelu(tape.gelu(a))
            return tape.add(tape.add(x, b), tape.gelu(x))
        } reference: { v in
            let x = v[0].map(exactGELU)
            let b = normalised(x, scale: v[1], shift: v[2]).map { exactGELU(exactGELU($0)) }
            return zip(x, b).map { $0 + $1 + exactGELU($0) }
        }
    }
}

func product(_ a: [Double], _ b: [Double], _ rows: Int, _ depth: Int, _ columns: Int) -> [Double] {
    (0..<rows * columns).map { (index: Int) -> Double in
        let (row, column) = (index / columns * depth, index % columns)
        return (0..<depth).reduce(0.0) { (sum: Double, k: Int) -> Double in sum + a[row + k] * b[k * columns + column] }
    }
}

func exactGELU(_ x: Double) -> Double {
    0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
}

func normalised(_ x: [Double], scale: [Double], shift: [Double]) -> [Double] {
    let width = scale.count
    return stride(from: 0, to: x.count, by: width).flatMap { start -> [Double] in
        let row = x[start..<start + width]
        let mean = row.reduce(0, +) / Double(width)
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
        return row.enumerated().map { ($1 - mean) / (variance + 1e-5).squareRoot() * scale[$0] + shift[$0] }
    }
}

/// Causal attention by its definition; input rows are [query, key, value].
func exactAttention(_ x: [Double], context: Int, heads: Int, width: Int) -> [Double] {
    let (rows, headWidth) = (x.count / (3 * width), width / heads)
    var result = [Double](repeating: 0, count: rows * width)
    for row in 0..<rows {
        let start = row / context * context
        for head in 0..<heads {
            func at(_ row: Int, _ part: Int, _ i: Int) -> Double {
                x[row * 3 * width + part * width + head * headWidth + i]
            }
            let scores = (start...row).map { (key: Int) -> Double in
                let inner = (0..<headWidth).reduce(0.0) { $0 + at(row, 0, $1) * at(key, 1, $1) }
                return exp(inner / Double(headWidth).squareRoot())
            }
            let total = scores.reduce(0, +)
            for i in 0..<headWidth {
                result[row * width + head * headWidth + i] =
                    scores.enumerated().reduce(0.0) { $0 + $1.element / total * at(start + $1.offset, 2, i) }
            }
        }
    }
    return result
}
