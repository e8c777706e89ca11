/// GELU in the tanh form of GPT-2 (Hendrycks and Gimpel 2016): ½x(1 + tanh u) = x·σ(2u), u = √(2/π)(x + 0.044715 x³).

private let doubledRoot: Float = 1.595_769_1
private let cubic: Float = 0.044_715

/// σ(2u) of x.
@inline(__always)
private func gate(_ x: Lanes, squared: Lanes) -> Lanes {
    let u2 = Lanes(repeating: doubledRoot) * x * multiplyAdd(squared, Lanes(repeating: cubic), Lanes(repeating: 1))
    let one = Lanes(repeating: 1)
    return one / (one + exponential(-u2))
}

func gelu(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
    @inline(__always) func step(offset: Int, lanes: Int) {
        let value = load(x + offset, lanes: lanes)
        store(value * gate(value, squared: value * value), y + offset, lanes: lanes)
    }
    forEachVector(count, step)
}

/// GELU' = σ + x·σ(1 − σ)·d(2u)/dx, with d(2u)/dx = 2√(2/π)(1 + 3·0.044715 x²).
func geluGradient(
    _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>, _ count: Int,
    _ accumulate: Bool
) {
    let one = Lanes(repeating: 1)
    @inline(__always) func step(offset: Int, lanes: Int) {
        let value = load(x + offset, lanes: lanes)
        let squared = value * value
        let s = gate(value, squared: squared)
        let slope = Lanes(repeating: doubledRoot) * multiplyAdd(squared, Lanes(repeating: 3 * cubic), one)
        let derivative = multiplyAdd(value * slope, s * (one - s), s)
        var result = load(dy + offset, lanes: lanes) * derivative
        if accumulate { result += load(dx + offset, lanes: lanes) }
        store(result, dx + offset, lanes: lanes)
    }
    forEachVector(count, step)
}
