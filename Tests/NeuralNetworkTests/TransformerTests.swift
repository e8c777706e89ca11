import NeuralNetwork
import TensorKernels
import Testing

private let small = TransformerConfiguration(vocabularySize: 19, contextLength: 11, layers: 2, heads: 3, width: 12)

private func tokens(_ count: Int, _ factor: Int, below limit: Int = 19) -> [UInt8] {
    (0..<count).map { UInt8(($0 * factor + $0 / 5) % limit) }
}

/// Lets a thrown error end the process well, so that only a trap is a failure.
private func endingWell(_ body: (Transformer) throws -> Void) {
    do { try body(try Transformer(configuration: small, seed: 2)) } catch {}
}

@Suite struct TransformerTests {
    @Test(
        "Loss and gradients agree with a slow model in double precision", arguments: Kernels.available.map(\.name),
        [(2, 11), (1, 1), (3, 7)])
    func agreesWithReference(name: String, size: (batch: Int, context: Int)) throws {
        let model = try Transformer(configuration: small, seed: 5, kernels: .select(name: name))
        // Larger weights than the initial ones, so that every part matters.
        let random = RandomNumbers(seed: 77)
        for index in 0..<model.layout.count { model.parameters[index] += Float(0.2 * random.normal(UInt64(index))) }
        let count = size.batch * size.context
        let (inputs, targets) = (tokens(count, 7), tokens(count, 3))
        let reference = ReferenceTransformer(small)
        let parameters = model.parameters.all.values.map(Double.init)
        let expected = reference.loss(parameters, inputs: inputs, targets: targets, batch: size.batch)
        let loss = try model.forwardBackward(inputs: inputs, targets: targets, batch: size.batch, lossScale: 0.5)
        #expect((loss - expected).magnitude < 1e-5 * expected)
        #expect(try model.loss(inputs: inputs, targets: targets, batch: size.batch) == loss)

        for entry in model.layout.entries {
            for pick in 0..<3 {
                let index = entry.range.lowerBound + Int(random.bits(UInt64(pick)) % UInt64(entry.range.count))
                var (above, below) = (parameters, parameters)
                above[index] += 1e-5
                below[index] -= 1e-5
                let difference =
                    reference.loss(above, inputs: inputs, targets: targets, batch: size.batch)
                    - reference.loss(below, inputs: inputs, targets: targets, batch: size.batch)
                let slope = 0.5 * difference / 2e-5
                #expect(
                    (Double(model.gradients[index]) - slope).magnitude < 1e-4 * (1 + slope.magnitude),
                    "\(entry.name)[\(index - entry.range.lowerBound)]")
            }
        }
    }

    @Test("A tiny model learns a fixed text by heart")
    func overfits() throws {
        let text = Array("the quick brown fox jumps over the lazy dog and runs away from it; ".utf8)
        let configuration = TransformerConfiguration(contextLength: 32, layers: 2, heads: 2, width: 32)
        let model = try Transformer(configuration: configuration, seed: 1)
        let optimizer = AdamW(layout: model.layout, weightDecay: 0)
        let (inputs, targets) = (Array(text[0..<64]), Array(text[1..<65]))
        let start = try model.loss(inputs: inputs, targets: targets, batch: 2) / 64
        #expect((5.3...5.8).contains(start), "ln 256 is 5.55")
        for _ in 0..<120 {
            model.zeroGradients()
            _ = try model.forwardBackward(inputs: inputs, targets: targets, batch: 2, lossScale: 1 / 64)
            optimizer.beginStep()
            optimizer.update(
                0..<model.layout.count, parameters: model.parameters, gradients: model.gradients, learningRate: 3e-3,
                gradientFactor: 1)
        }
        #expect(try model.loss(inputs: inputs, targets: targets, batch: 2) / 64 < 0.2)
        let logits = try model.logits(after: inputs[0..<20].map(Int32.init))
        #expect(logits.indices.max { logits[$0] < logits[$1] } == Int(inputs[20]))
    }

    @Test("Two runs, and two builds of one numeric class, end in the same bits")
    func sameBits() throws {
        func train(_ kernels: Kernels) throws -> [UInt32] {
            let model = try Transformer(configuration: small, seed: 9, kernels: kernels)
            let optimizer = AdamW(layout: model.layout, kernels: kernels)
            for step in 0..<5 {
                model.zeroGradients()
                _ = try model.forwardBackward(
                    inputs: tokens(33, 7 + step), targets: tokens(33, 3), batch: 3, lossScale: 1 / 33)
                optimizer.beginStep()
                let squares = GradientNorm.squareSum(
                    of: [0..<model.layout.count], in: model.gradients, kernels: kernels)
                let norm = GradientNorm.norm(squareSums: [squares])
                optimizer.update(
                    0..<model.layout.count, parameters: model.parameters, gradients: model.gradients,
                    learningRate: 0.01, gradientFactor: GradientNorm.clippingFactor(norm: norm, maximum: 0.5))
            }
            return model.parameters.all.values.map(\.bitPattern)
        }
        var seen: [String: [UInt32]] = [:]
        for kernels in Kernels.available + Kernels.available {
            let result = try train(kernels)
            #expect(seen[kernels.numericClass, default: result] == result, "\(kernels.name)")
            seen[kernels.numericClass] = result
        }
    }

    @Test("Gradients become final from the end of the flat buffer to its start, each once")
    func readyRanges() throws {
        let model = try Transformer(configuration: small, seed: 2)
        var ranges: [Range<Int>] = []
        var snapshots: [[Float]] = []
        _ = try model.forwardBackward(inputs: tokens(22, 7), targets: tokens(22, 3), batch: 2, lossScale: 1) { range in
            ranges.append(range)
            snapshots.append(FloatSlice(model.gradients, range).values)
        }
        var end = model.layout.count
        for range in ranges {
            #expect(range.upperBound == end)
            end = range.lowerBound
        }
        #expect(end == 0)
        #expect(ranges.count > 4 * small.layers)
        for (range, snapshot) in zip(ranges, snapshots) {
            #expect(FloatSlice(model.gradients, range).values == snapshot, "\(range) changed after it was final")
        }
    }

    @Test("Parameters that are given up between the passes and come back leave no trace", arguments: [(2, 11), (3, 7)])
    func parametersGivenUp(size: (batch: Int, context: Int)) throws {
        let count = size.batch * size.context
        let (inputs, targets) = (tokens(count, 7), tokens(count, 3))
        let whole = try Transformer(configuration: small, seed: 2)
        let loss = try whole.forwardBackward(inputs: inputs, targets: targets, batch: size.batch, lossScale: 0.25)

        let halves = try Transformer(configuration: small, seed: 2)
        let parameters = halves.parameters.all.values
        #expect(try halves.forward(inputs: inputs, targets: targets, batch: size.batch) == loss)
        #expect(halves.gradients.all.values.allSatisfy { $0 == 0 })
        for index in parameters.indices { halves.parameters[index] = .nan }
        halves.parameters.all.copy(from: parameters)
        var ready: [Range<Int>] = []
        halves.backward(lossScale: 0.25) { ready.append($0) }
        #expect(ready.reduce(0) { $0 + $1.count } == halves.layout.count)
        let bits = { (model: Transformer) in model.gradients.all.values.map(\.bitPattern) }
        #expect(bits(halves) == bits(whole))
    }

    @Test("The backward pass reads weights and the norms' scales where they lie, and no other parameter")
    func parametersReadBackwards() throws {
        let (inputs, targets) = (tokens(22, 7), tokens(22, 3))
        let model = try Transformer(configuration: small, seed: 2)
        let parameters = model.parameters.all.values
        func gradients(without lost: Range<Int>) throws -> [UInt32] {
            model.parameters.all.copy(from: parameters)
            model.zeroGradients()
            _ = try model.forward(inputs: inputs, targets: targets, batch: 2)
            for index in lost { model.parameters[index] = .nan }
            model.backward(lossScale: 1)
            return model.gradients.all.values.map(\.bitPattern)
        }
        let expected = try gradients(without: 0..<0)
        for entry in model.layout.entries {
            let isRead = entry.name.hasSuffix(".weight") && entry.name != "wpe.weight"
            #expect(try (gradients(without: entry.range) != expected) == isRead, "\(entry.name)")
        }
    }

    @Test("A pass in between, even one whose tokens are refused, is not mistaken for the last forward pass")
    func backwardOfNothing() async {
        await #expect(processExitsWith: .failure) { endingWell { $0.backward(lossScale: 1) } }
        await #expect(processExitsWith: .failure) {
            endingWell { model in
                _ = try model.forwardBackward(inputs: tokens(22, 7), targets: tokens(22, 3), batch: 2, lossScale: 1)
                model.backward(lossScale: 1)
            }
        }
        await #expect(processExitsWith: .failure) {
            endingWell { model in
                _ = try model.forward(inputs: tokens(22, 7), targets: tokens(22, 3), batch: 2)
                _ = try model.loss(inputs: tokens(11, 7), targets: tokens(11, 3), batch: 1)
                model.backward(lossScale: 1)
            }
        }
        await #expect(processExitsWith: .failure) {
            endingWell { model in
                _ = try model.forward(inputs: tokens(22, 7), targets: tokens(22, 3), batch: 2)
                _ = try? model.loss(inputs: [1, 99] as [UInt8], targets: [0, 0], batch: 1)
                model.backward(lossScale: 1)
            }
        }
    }

    @Test("Gradients accumulate until they are zeroed")
    func accumulation() throws {
        let model = try Transformer(configuration: small, seed: 2)
        let (inputs, targets) = (tokens(22, 7), tokens(22, 3))
        _ = try model.forwardBackward(inputs: inputs, targets: targets, batch: 2, lossScale: 1)
        let once = model.gradients.all.values
        _ = try model.forwardBackward(inputs: inputs, targets: targets, batch: 2, lossScale: 1)
        for (twice, once) in zip(model.gradients.all.values, once) {
            #expect((twice - 2 * once).magnitude <= 1e-5 * (1 + once.magnitude))
        }
        model.zeroGradients()
        #expect(model.gradients.all.values.allSatisfy { $0 == 0 })
    }

    @Test("Later tokens do not touch earlier logits")
    func causality() throws {
        let model = try Transformer(configuration: small, seed: 4)
        let text: [Int32] = [3, 1, 4, 1, 5]
        let alone = try model.logits(after: text)
        _ = try model.logits(after: text + [9, 2, 6])
        #expect(try model.logits(after: text) == alone)
        #expect(try model.logits(after: [7, 7, 7, 7, 7, 7] + text + [9]) != alone)
    }

    @Test("Wrong tokens and wrong counts are errors that say which")
    func wrongTokens() throws {
        let model = try Transformer(configuration: small, seed: 4)
        #expect(throws: TokenError.outsideVocabulary(index: 1, of: "inputs", vocabularySize: 19)) {
            try model.loss(inputs: [1, 19] as [UInt8], targets: [0, 0], batch: 1)
        }
        #expect(throws: TokenError.outsideVocabulary(index: 0, of: "targets", vocabularySize: 19)) {
            try model.loss(inputs: [1, 2] as [Int32], targets: [-1, 0], batch: 1)
        }
        #expect(throws: TokenError.wrongCount(inputs: 12, targets: 12, batch: 1)) {
            try model.loss(inputs: tokens(12, 1), targets: tokens(12, 1), batch: 1)
        }
        #expect(throws: TokenError.wrongCount(inputs: 3, targets: 3, batch: 2)) {
            try model.loss(inputs: tokens(3, 1), targets: tokens(3, 1), batch: 2)
        }
    }

    @Test("A diverged model is told by its loss and its norm, without a trap")
    func divergence() throws {
        let model = try Transformer(configuration: small, seed: 4)
        model.parameters[model.layout["h.0.mlp.c_fc.weight"]!.range.lowerBound] = .nan
        let loss = try model.forwardBackward(inputs: tokens(22, 7), targets: tokens(22, 3), batch: 2, lossScale: 1)
        #expect(!loss.isFinite)
        let squares = GradientNorm.squareSum(of: [0..<model.layout.count], in: model.gradients)
        #expect(!GradientNorm.norm(squareSums: [squares]).isFinite)
    }
}
