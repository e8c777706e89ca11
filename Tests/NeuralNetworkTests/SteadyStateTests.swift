#if canImport(Glibc) && arch(x86_64)
    import Glibc
    import NeuralNetwork
    import TensorKernels
    import Testing

    /// Bytes that malloc has handed out and not got back: uordblks + hblkhd of glibc's `struct mallinfo2`, ten words.
    ///
    /// The header is not in the Glibc module. In the System V ABI a structure of that size is returned through a pointer
    /// that travels as the first argument and comes back as the result, and so the function is called here.
    private func heapBytes() -> Int {
        typealias Function = @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer
        guard let symbol = dlsym(nil, "mallinfo2") else { fatalError("no mallinfo2 in this C library") }
        var words = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        _ = withUnsafeMutableBytes(of: &words) { unsafeBitCast(symbol, to: Function.self)($0.baseAddress!) }
        return words.7 + words.4
    }

    @Suite struct SteadyStateTests {
        @Test("Training steps after the first leave the heap as it was")
        func noGrowth() async {
            await #expect(processExitsWith: .success) {
                let configuration = TransformerConfiguration(contextLength: 32, layers: 2, heads: 2, width: 32)
                let model = try Transformer(configuration: configuration, seed: 1)
                let optimizer = AdamW(layout: model.layout)
                let tokens = [UInt8](repeating: 7, count: 64)
                func step() throws {
                    model.zeroGradients()
                    _ = try model.forwardBackward(inputs: tokens, targets: tokens, batch: 2, lossScale: 1 / 64)
                    optimizer.beginStep()
                    optimizer.update(
                        0..<model.layout.count, parameters: model.parameters, gradients: model.gradients,
                        learningRate: 1e-3, gradientFactor: 1)
                }
                for _ in 0..<3 { try step() }
                let before = heapBytes()
                for _ in 0..<20 { try step() }
                let after = heapBytes()
                if after != before { fatalError("the heap went from \(before) to \(after) bytes") }
            }
        }
    }
#endif
