import TensorKernels
import Testing

/// A product to try: sizes, which operands are stored transposed, and what is added.
struct ProductCase: Sendable, CustomTestStringConvertible {
    var rows: Int
    var columns: Int
    var depth: Int
    var leftTransposed = false
    var rightTransposed = false
    var biased = false
    var accumulating = false
    /// Extra elements from row to row of every operand.
    var gap = 0

    var testDescription: String {
        "\(rows)×\(columns)×\(depth)\(leftTransposed ? " Aᵀ" : "")\(rightTransposed ? " Bᵀ" : "")"
            + "\(biased ? " bias" : "")\(accumulating ? " += " : "") gap \(gap)"
    }

    static let all: [ProductCase] = {
        let extents = [(1, 1, 1), (7, 7, 7), (17, 33, 129), (129, 17, 33), (33, 129, 7), (8, 32, 256), (96, 512, 300)]
        var cases: [ProductCase] = []
        for (rows, columns, depth) in extents {
            for variant in 0..<4 {
                cases.append(
                    ProductCase(
                        rows: rows, columns: columns, depth: depth, leftTransposed: variant & 1 == 1,
                        rightTransposed: variant & 2 == 2, biased: variant != 1, accumulating: variant != 2,
                        gap: variant))
            }
        }
        cases.append(ProductCase(rows: 5, columns: 600, depth: 515, biased: true))
        cases.append(ProductCase(rows: 200, columns: 40, depth: 515, leftTransposed: true, accumulating: true))
        return cases
    }()
}

/// The operands of a case, stored as the case says.
private struct Operands {
    var a: MatrixView
    var b: MatrixView
    var c: MatrixView
    var bias: FloatSlice?

    init(_ test: ProductCase, seed: Int) {
        func view(_ rows: Int, _ columns: Int, transposed: Bool, seed: Int) -> MatrixView {
            let (outer, inner) = transposed ? (columns, rows) : (rows, columns)
            let stride = inner + test.gap
            let stored = MatrixView(
                slice(samples(outer * stride, seed: seed)), rows: outer, columns: inner, rowStride: stride)
            return transposed ? stored.transposed : stored
        }
        a = view(test.rows, test.depth, transposed: test.leftTransposed, seed: seed)
        b = view(test.depth, test.columns, transposed: test.rightTransposed, seed: seed + 1)
        c = view(test.rows, test.columns, transposed: false, seed: seed + 2)
        bias = test.biased ? slice(samples(test.columns, seed: seed + 3)) : nil
    }

    func run(_ kernels: Kernels, accumulating: Bool) {
        kernels.multiply(
            a, b, into: c, bias: bias, adding: accumulating ? .destination : .none,
            scratch: FlatBuffer(count: kernels.multiplyScratchCount).all)
    }
}

private func element(_ view: MatrixView, _ row: Int, _ column: Int) -> Double {
    Double(view.slice[row * view.rowStride + column * view.columnStride])
}

@Suite struct MatrixProductTests {
    @Test(
        "A product equals the triple loop, whatever the sizes, strides, bias and destination", arguments: kernelNames,
        ProductCase.all)
    func equalsReference(name: String, test: ProductCase) throws {
        let kernels = try Kernels.select(name: name)
        let operands = Operands(test, seed: test.rows + test.depth)
        var expected = operands.c.slice.values.map(Double.init)
        for row in 0..<test.rows {
            for column in 0..<test.columns {
                var sum = operands.bias.map { Double($0[column]) } ?? 0
                for k in 0..<test.depth { sum += element(operands.a, row, k) * element(operands.b, k, column) }
                let index = row * operands.c.rowStride + column
                expected[index] = sum + (test.accumulating ? expected[index] : 0)
            }
        }
        operands.run(kernels, accumulating: test.accumulating)
        #expect(distance(operands.c.slice.values, expected) < 2e-5)
    }

    @Test("Builds of one numeric class give the same bits", arguments: ProductCase.all)
    func equalBits(test: ProductCase) {
        var seen: [String: [UInt32]] = [:]
        for kernels in Kernels.available {
            let operands = Operands(test, seed: 7)
            operands.run(kernels, accumulating: test.accumulating)
            let result = bits(operands.c.slice.values)
            #expect(seen[kernels.numericClass, default: result] == result, "\(kernels.name) differs")
            seen[kernels.numericClass] = result
        }
    }

    @Test("A matrix may be added that is not the destination", arguments: kernelNames)
    func addsAnotherMatrix(name: String) throws {
        let kernels = try Kernels.select(name: name)
        let test = ProductCase(rows: 19, columns: 37, depth: 270)
        let operands = Operands(test, seed: 3)
        let addend = slice(samples(19 * 37, seed: 8))
        kernels.multiply(
            operands.a, operands.b, into: operands.c, adding: .matrix(MatrixView(addend, rows: 19, columns: 37)),
            scratch: FlatBuffer(count: kernels.multiplyScratchCount).all)
        let withAddend = operands.c.slice.values.map(Double.init)
        operands.run(kernels, accumulating: false)
        kernels.add(addend, to: operands.c.slice)
        #expect(distance(operands.c.slice.values, withAddend) < 1e-5)
    }
}
