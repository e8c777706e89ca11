internal import TensorKernels

/// Reading and writing the form that `Checkpoint` documents.
extension Checkpoint {
    /// Writes the file beside its place, flushes it to the device and renames it: the path holds the old or the new
    /// checkpoint, never half of one.
    ///
    /// - Returns: the bytes written.
    @discardableResult
    package func write(to path: String) throws(CheckpointError) -> Int {
        try CheckpointBytes.write(
            header: header.bytes(.whole), values: ([parameters] + optimizerState).map(\.all), to: path)
    }

    /// Reads and verifies a file.
    package static func read(from path: String) throws(CheckpointError) -> Checkpoint {
        let file = try CheckpointBytes(path: path, form: .whole)
        let header = file.header
        let buffers = try file.buffers(
            ofParts: [header.configuration.parameterCount], behind: CheckpointForm.whole.headerLength)
        return Checkpoint(
            configuration: header.configuration, step: header.step, parameters: buffers[0],
            optimizerKind: header.optimizerKind, optimizerStepCount: header.optimizerStepCount,
            optimizerState: Array(buffers.dropFirst()))
    }

    private var header: CheckpointHeader {
        CheckpointHeader(
            configuration: configuration, step: step, optimizerStepCount: optimizerStepCount,
            optimizerKind: optimizerKind, stateCount: optimizerState.count)
    }
}
