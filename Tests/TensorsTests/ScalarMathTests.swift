import Foundation
import Tensors
import Testing

@Suite struct ScalarMathTests {
    @Test("The logarithm agrees with the library's", arguments: [1e-300, 1e-9, 0.3, 0.7071, 1, 1.4143, 2, 10, 1e200])
    func logarithm(x: Double) {
        #expect((naturalLogarithm(x) - log(x)).magnitude < 1e-14 * (1 + log(x).magnitude))
    }

    @Test("The logarithm of zero, of a negative number and of infinity are what they should be")
    func logarithmEdges() {
        #expect(naturalLogarithm(0) == -.infinity)
        #expect(naturalLogarithm(-1).isNaN)
        #expect(naturalLogarithm(.nan).isNaN)
        #expect(naturalLogarithm(.infinity) == .infinity)
    }

    @Test("The cosine of turns agrees with the library's", arguments: -24...40)
    func cosine(sixteenths: Int) {
        let turns = Double(sixteenths) / 16 + 0.01
        #expect((cosineOfTurns(turns) - cos(2 * .pi * turns)).magnitude < 1e-14)
    }

    @Test("Whole powers agree with repeated multiplication", arguments: [0, 1, 2, 7, 50])
    func powers(exponent: Int) {
        let expected = (0..<exponent).reduce(1.0) { product, _ in product * 0.95 }
        #expect((power(0.95, exponent) - expected).magnitude < 1e-14)
    }
}
