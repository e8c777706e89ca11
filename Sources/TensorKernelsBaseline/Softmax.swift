internal import TensorKernelInterface

/// Row softmax: of logits over a vocabulary, and of causal attention scores. The row's maximum is subtracted first.

/// The largest of `count` values.
@inline(__always)
private func largest(_ row: UnsafePointer<Float>, _ count: Int) -> Float {
    let whole = count / laneCount * laneCount
    var best = Lanes(repeating: row[0])
    forEachVector(whole) { offset, _ in best = maximum(best, load(row + offset)) }
    var result = maximum(best)
    for index in whole..<count where row[index] > result { result = row[index] }
    return result
}

/// target = exp(scale·(source − maximum)); returns the sum. Source and target may be the same.
@inline(__always)
private func exponentials(
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ count: Int, maximum: Float, scale: Float
) -> Float {
    let maxima = Lanes(repeating: maximum)
    let factors = Lanes(repeating: scale)
    let whole = count / laneCount * laneCount
    var sums = Lanes(repeating: 0)
    forEachVector(whole) { offset, _ in
        let value = exponential((load(source + offset) - maxima) * factors)
        store(value, target + offset)
        sums += value
    }
    if whole < count {
        let lanes = count - whole
        store(exponential((load(source + whole, lanes: lanes) - maxima) * factors), target + whole, lanes: lanes)
        sums += load(target + whole, lanes: lanes)
    }
    return sum(sums)
}

func softmax(
    _ logits: UnsafePointer<Float>, _ probabilities: UnsafeMutablePointer<Float>,
    _ maxima: UnsafeMutablePointer<Float>, _ sums: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int
) {
    for row in 0..<rows {
        let source = logits + row * columns
        let target = probabilities + row * columns
        let peak = largest(source, columns)
        let total = exponentials(source, target, columns, maximum: peak, scale: 1)
        scale(target, 1 / total, columns)
        maxima[row] = peak
        sums[row] = total
    }
}

func causalSoftmax(_ band: CausalRows) {
    for row in 0..<band.rows {
        let values = band.values + row * band.rowStride
        let visible = min(band.firstRow + row + 1, band.columns)
        let peak = largest(values, visible)
        let total = exponentials(values, values, visible, maximum: peak, scale: band.scale)
        scale(values, 1 / total, visible)
        for index in visible..<band.columns { values[index] = 0 }
    }
}

/// The Jacobian of softmax: ds = scale·p·(dp − Σ p·dp).
func causalSoftmaxGradient(_ band: CausalRows, _ gradient: UnsafeMutablePointer<Float>) {
    let factors = Lanes(repeating: band.scale)
    for row in 0..<band.rows {
        let p = band.values + row * band.rowStride
        let dp = gradient + row * band.rowStride
        let visible = min(band.firstRow + row + 1, band.columns)
        var sums = Lanes(repeating: 0)
        forEachVector(visible) { offset, lanes in
            sums = multiplyAdd(load(p + offset, lanes: lanes), load(dp + offset, lanes: lanes), sums)
        }
        let inner = Lanes(repeating: sum(sums))
        forEachVector(visible) { offset, lanes in
            let difference = load(dp + offset, lanes: lanes) - inner
            store(factors * load(p + offset, lanes: lanes) * difference, dp + offset, lanes: lanes)
        }
        for index in visible..<band.columns { dp[index] = 0 }
    }
}
