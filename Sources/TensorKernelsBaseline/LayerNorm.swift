internal import TensorKernelInterface

/// Layer normalisation (Ba et al. 2016), mean and variance in two passes over the row.

func layerNorm(_ arguments: LayerNormArguments) {
    let width = arguments.width
    let inverseWidth = 1 / Float(width)
    for row in 0..<arguments.rows {
        let x = arguments.x + row * width
        let y = arguments.y + row * width
        var sums = Lanes(repeating: 0)
        forEachVector(width) { offset, lanes in sums += load(x + offset, lanes: lanes) }
        let mean = sum(sums) * inverseWidth
        let means = Lanes(repeating: mean)

        var squares = Lanes(repeating: 0)
        let whole = width / laneCount * laneCount
        forEachVector(whole) { offset, _ in
            let deviation = load(x + offset) - means
            squares = multiplyAdd(deviation, deviation, squares)
        }
        for index in whole..<width {
            let deviation = x[index] - mean
            squares[index - whole] += deviation * deviation
        }
        let inverse = 1 / (sum(squares) * inverseWidth + arguments.epsilon).squareRoot()
        let inverses = Lanes(repeating: inverse)
        forEachVector(width) { offset, lanes in
            let normalised = (load(x + offset, lanes: lanes) - means) * inverses
            let scale = load(arguments.scale + offset, lanes: lanes)
            store(
                multiplyAdd(normalised, scale, load(arguments.shift + offset, lanes: lanes)), y + offset, lanes: lanes)
        }
        arguments.means[row] = mean
        arguments.inverseDeviations[row] = inverse
    }
}

/// With x̂ the normalised row and g = dy·scale: dx = inverse·(g − mean(g) − x̂·mean(g·x̂)).
func layerNormGradient(_ arguments: LayerNormGradientArguments) {
    let width = arguments.width
    let inverseWidth = 1 / Float(width)
    for row in 0..<arguments.rows {
        let x = arguments.x + row * width
        let dy = arguments.yGradient + row * width
        let dx = arguments.xGradient + row * width
        let means = Lanes(repeating: arguments.means[row])
        let inverses = Lanes(repeating: arguments.inverseDeviations[row])

        var gradientSums = Lanes(repeating: 0)
        var productSums = Lanes(repeating: 0)
        forEachVector(width) { offset, lanes in
            let normalised = (load(x + offset, lanes: lanes) - means) * inverses
            let gradient = load(dy + offset, lanes: lanes)
            let scaled = gradient * load(arguments.scale + offset, lanes: lanes)
            gradientSums += scaled
            productSums = multiplyAdd(scaled, normalised, productSums)
            let scaleGradient = load(arguments.scaleGradient + offset, lanes: lanes)
            store(multiplyAdd(gradient, normalised, scaleGradient), arguments.scaleGradient + offset, lanes: lanes)
            let shiftGradient = load(arguments.shiftGradient + offset, lanes: lanes)
            store(shiftGradient + gradient, arguments.shiftGradient + offset, lanes: lanes)
        }
        let gradientMeans = Lanes(repeating: sum(gradientSums) * inverseWidth)
        let productMeans = Lanes(repeating: -sum(productSums) * inverseWidth)
        forEachVector(width) { offset, lanes in
            let normalised = (load(x + offset, lanes: lanes) - means) * inverses
            let scaled = load(dy + offset, lanes: lanes) * load(arguments.scale + offset, lanes: lanes)
            var result = inverses * multiplyAdd(normalised, productMeans, scaled - gradientMeans)
            if arguments.accumulate { result += load(dx + offset, lanes: lanes) }
            store(result, dx + offset, lanes: lanes)
        }
    }
}
