import Foundation
import TensorKernels
import Testing

private let lengths = [1, 7, 16, 17, 33, 129, 1000]

@Suite struct ElementwiseTests {
    @Test("Adding, scaling and summing squares agree with plain loops", arguments: kernelNames, lengths)
    func arithmetic(name: String, count: Int) throws {
        let kernels = try Kernels.select(name: name)
        let (a, b) = (samples(count, seed: 1), samples(count, seed: 2))
        let target = slice(a)
        kernels.add(slice(b), to: target)
        #expect(target.values == zip(a, b).map { $0 + $1 })
        kernels.scale(target, by: 0.75)
        #expect(target.values == zip(a, b).map { ($0 + $1) * 0.75 })
        let squares = a.reduce(0.0) { $0 + Double($1) * Double($1) }
        #expect((Double(kernels.sumOfSquares(slice(a))) - squares).magnitude < 1e-6 * (1 + squares))
    }

    @Test("A message is added and copied from any byte address", arguments: kernelNames, [0, 1, 2, 3, 4, 7])
    func unalignedSource(name: String, offset: Int) throws {
        let kernels = try Kernels.select(name: name)
        let (a, b) = (samples(37, seed: 3), samples(37, seed: 4))
        var bytes = [UInt8](repeating: 0, count: offset)
        for value in b { withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) } }
        let (added, copied) = (slice(a), slice(a))
        bytes.withUnsafeBytes { all in
            let message = UnsafeRawBufferPointer(rebasing: all[offset...])
            kernels.add(bytes: message, to: added)
            Kernels.copy(bytes: message, to: copied)
        }
        #expect(added.values == zip(a, b).map { $0 + $1 })
        #expect(copied.values == b)
    }

    @Test("Column sums add every row onto the target", arguments: kernelNames, [(1, 1), (7, 17), (33, 129), (5, 16)])
    func columnSums(name: String, size: (rows: Int, columns: Int)) throws {
        let kernels = try Kernels.select(name: name)
        let values = samples(size.rows * size.columns, seed: 5)
        let start = samples(size.columns, seed: 6)
        let target = slice(start)
        kernels.addColumnSums(of: slice(values), rows: size.rows, to: target)
        let expected = (0..<size.columns).map { column in
            (0..<size.rows).reduce(Double(start[column])) { $0 + Double(values[$1 * size.columns + column]) }
        }
        #expect(distance(target.values, expected) < 1e-5)
    }

    @Test("GELU and its derivative agree with the tanh formula", arguments: kernelNames, lengths)
    func gelu(name: String, count: Int) throws {
        let kernels = try Kernels.select(name: name)
        let x = samples(count, seed: 7, scale: 6)
        let dy = samples(count, seed: 8)
        let (y, dx) = (slice(x), slice(dy))
        kernels.gelu(slice(x), into: y)
        func exact(_ x: Double) -> Double {
            0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
        }
        #expect(distance(y.values, x.map { exact(Double($0)) }) < 1e-6)
        kernels.geluGradient(slice(x), slice(dy), into: dx, accumulate: true)
        let expected = zip(x, dy).map { x, dy in
            let slope = (exact(Double(x) + 1e-5) - exact(Double(x) - 1e-5)) / 2e-5
            return Double(dy) + Double(dy) * slope
        }
        #expect(distance(dx.values, expected) < 2e-6)
    }

    @Test("GELU keeps infinities, zeros and what is not a number in their places", arguments: kernelNames)
    func geluExtremes(name: String) throws {
        let kernels = try Kernels.select(name: name)
        let y = slice([0, 0, 0, 0, 0])
        kernels.gelu(slice([0, 60, -60, .nan, -.nan]), into: y)
        #expect(y[0] == 0 && y[1] == 60 && y[2].magnitude < 1e-30 && y[3].isNaN && y[4].isNaN)
    }
}
