internal import TensorKernelInterface

/// The optimizers' update rules, one pass over parameters, gradients and state.

func sgd(_ arguments: SGDArguments) {
    let factor = Lanes(repeating: arguments.gradientFactor)
    let decay = Lanes(repeating: arguments.weightDecay)
    let momentum = Lanes(repeating: arguments.momentum)
    let rate = Lanes(repeating: arguments.learningRate)
    forEachVector(arguments.count) { offset, lanes in
        let parameter = load(arguments.parameters + offset, lanes: lanes)
        let gradient = multiplyAdd(decay, parameter, load(arguments.gradients + offset, lanes: lanes) * factor)
        let velocity = multiplyAdd(momentum, load(arguments.momenta + offset, lanes: lanes), gradient)
        store(velocity, arguments.momenta + offset, lanes: lanes)
        store(parameter - rate * velocity, arguments.parameters + offset, lanes: lanes)
    }
}

func adamW(_ arguments: AdamWArguments) {
    let factor = Lanes(repeating: arguments.gradientFactor)
    let beta1 = Lanes(repeating: arguments.beta1)
    let beta2 = Lanes(repeating: arguments.beta2)
    let rest1 = Lanes(repeating: 1 - arguments.beta1)
    let rest2 = Lanes(repeating: 1 - arguments.beta2)
    let correction1 = Lanes(repeating: arguments.inverseBiasCorrection1)
    let correction2 = Lanes(repeating: arguments.inverseBiasCorrection2)
    let epsilon = Lanes(repeating: arguments.epsilon)
    let decay = Lanes(repeating: arguments.weightDecay)
    let rate = Lanes(repeating: arguments.learningRate)
    forEachVector(arguments.count) { offset, lanes in
        let parameter = load(arguments.parameters + offset, lanes: lanes)
        let gradient = load(arguments.gradients + offset, lanes: lanes) * factor
        let first = multiplyAdd(beta1, load(arguments.firstMoments + offset, lanes: lanes), rest1 * gradient)
        let second = multiplyAdd(
            beta2, load(arguments.secondMoments + offset, lanes: lanes), rest2 * (gradient * gradient))
        store(first, arguments.firstMoments + offset, lanes: lanes)
        store(second, arguments.secondMoments + offset, lanes: lanes)
        let direction = first * correction1 / (squareRoot(second * correction2) + epsilon)
        let step = multiplyAdd(decay, parameter, direction)
        store(parameter - rate * step, arguments.parameters + offset, lanes: lanes)
    }
}
