import Foundation
import NeuralNetwork
import TensorKernels
import Testing

@Suite struct CheckpointTests {
    @Test("Training goes on from a checkpoint with the same bits")
    func resumes() throws {
        let folder = try CheckpointFolder()
        let (model, optimizer) = try CheckpointSample.trained(seed: 1, steps: 3)
        let bytes = try Checkpoint(model: model, optimizer: optimizer, step: 3).write(to: folder.file)
        let size = try FileManager.default.attributesOfItem(atPath: folder.file)[.size] as? Int
        #expect(size == bytes)
        #expect(folder.names == ["model.ckpt"], "no temporary file stays")
        try CheckpointSample.train(model, optimizer, steps: 2)

        let (other, otherOptimizer) = try CheckpointSample.trained(seed: 2, steps: 1)
        let checkpoint = try Checkpoint.read(from: folder.file)
        #expect(checkpoint.step == 3)
        #expect(checkpoint.configuration == CheckpointSample.configuration)
        try checkpoint.restore(into: other, otherOptimizer)
        try CheckpointSample.train(other, otherOptimizer, steps: 2)
        #expect(other.parameters.all.values.map(\.bitPattern) == model.parameters.all.values.map(\.bitPattern))
    }

    @Test("A file cut off at any length is refused")
    func truncation() throws {
        let folder = try CheckpointFolder()
        let (model, optimizer) = try CheckpointSample.trained(seed: 1, steps: 1)
        try Checkpoint(model: model, optimizer: optimizer, step: 1).write(to: folder.file)
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file))
        for length in [0, 7, 8, 71, 79, 80, 1000, whole.count - 8, whole.count - 1] {
            try whole.prefix(length).write(to: URL(fileURLWithPath: folder.file))
            #expect(throws: CheckpointError.self, "\(length) bytes") { try Checkpoint.read(from: folder.file) }
        }
        try (whole + [0]).write(to: URL(fileURLWithPath: folder.file))
        #expect(throws: CheckpointError.self) { try Checkpoint.read(from: folder.file) }
    }

    @Test("A flipped bit anywhere is found")
    func corruption() throws {
        let folder = try CheckpointFolder()
        let (model, optimizer) = try CheckpointSample.trained(seed: 1, steps: 1)
        try Checkpoint(model: model, optimizer: optimizer, step: 1).write(to: folder.file)
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file))
        let offsets = Array(0..<72) + stride(from: 72, to: whole.count, by: 397) + [whole.count - 1]
        for offset in offsets {
            var damaged = whole
            damaged[offset] ^= UInt8(1 << (offset % 8))
            try damaged.write(to: URL(fileURLWithPath: folder.file))
            #expect(throws: CheckpointError.self, "byte \(offset)") { try Checkpoint.read(from: folder.file) }
        }
    }

    @Test("A missing file, a foreign file and a foreign model are told apart")
    func namedErrors() throws {
        let folder = try CheckpointFolder()
        #expect(throws: CheckpointError.system(path: folder.file, operation: "open", code: ENOENT)) {
            try Checkpoint.read(from: folder.file)
        }
        try Data("GIF89a, surely no checkpoint".utf8).write(to: URL(fileURLWithPath: folder.file))
        #expect(throws: CheckpointError.notACheckpoint(path: folder.file)) { try Checkpoint.read(from: folder.file) }
        let (model, optimizer) = try CheckpointSample.trained(seed: 1, steps: 1)
        let checkpoint = Checkpoint(model: model, optimizer: optimizer, step: 1)
        #expect(throws: CheckpointError.mismatch(field: "optimizer", file: "adamw", wanted: "sgd")) {
            try checkpoint.restore(into: model, SGD(parameterCount: model.layout.count))
        }
        #expect(throws: CheckpointError.self) { try checkpoint.write(to: folder.path + "/no/such/folder/file") }
    }
}
