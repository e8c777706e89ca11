package import TensorKernels

/// What training needs to go on: configuration, step, parameters and the optimizer's state.
///
/// The file, all numbers little-endian:
///
///     0    8 bytes   magic "RINGWATT"
///     8    UInt32    version, 1
///     12   5×UInt32  vocabulary size, context length, layers, heads, width
///     32   UInt64    step
///     40   UInt64    optimizer steps
///     48   8 bytes   optimizer kind, ASCII, padded with zeros
///     56   UInt32    number of optimizer state buffers (S)
///     60   UInt32    zero
///     64   UInt64    values per buffer (P)
///     72   Float32   P parameters, then S times P state values
///     end  UInt64    FNV-1a of everything before it, taken over 64-bit words (a last short word padded with zeros)
package struct Checkpoint {
    /// Size of the model.
    package var configuration: TransformerConfiguration
    /// Training steps done.
    package var step: Int
    /// All parameters in the order of `ParameterLayout`.
    package var parameters: FlatBuffer
    /// `Optimizer.kind`.
    package var optimizerKind: String
    /// `Optimizer.stepCount`.
    package var optimizerStepCount: Int
    /// `Optimizer.state`.
    package var optimizerState: [FlatBuffer]

    /// What a model and its optimizer hold now; shares their buffers.
    package init(model: Transformer, optimizer: any Optimizer, step: Int) {
        configuration = model.configuration
        self.step = step
        parameters = model.parameters
        optimizerKind = optimizer.kind
        optimizerStepCount = optimizer.stepCount
        optimizerState = optimizer.state
    }

    init(
        configuration: TransformerConfiguration, step: Int, parameters: FlatBuffer, optimizerKind: String,
        optimizerStepCount: Int, optimizerState: [FlatBuffer]
    ) {
        self.configuration = configuration
        self.step = step
        self.parameters = parameters
        self.optimizerKind = optimizerKind
        self.optimizerStepCount = optimizerStepCount
        self.optimizerState = optimizerState
    }

    /// Copies parameters and optimizer state into a model and an optimizer of the same kinds and sizes.
    ///
    /// - Throws: `CheckpointError.mismatch` naming what differs; nothing has been changed then.
    package func restore(into model: Transformer, _ optimizer: any Optimizer) throws(CheckpointError) {
        guard configuration == model.configuration else {
            throw .mismatch(field: "configuration", file: "\(configuration)", wanted: "\(model.configuration)")
        }
        guard optimizerKind == optimizer.kind, optimizerState.count == optimizer.state.count else {
            throw .mismatch(field: "optimizer", file: optimizerKind, wanted: optimizer.kind)
        }
        model.parameters.all.copy(from: parameters.all)
        for (target, source) in zip(optimizer.state, optimizerState) { target.all.copy(from: source.all) }
        optimizer.stepCount = optimizerStepCount
    }
}
