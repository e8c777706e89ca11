import Foundation
import NeuralNetwork
import TensorKernels
import Testing

/// By shard: of each of three runs one part, from the buffer's end to its start, empty parts left out.
private func cut(_ count: Int, shards: Int) -> [[Range<Int>]] {
    (0..<shards).map { shard in
        (0..<3).reversed().compactMap { run in
            let (start, end) = (run * count / 3, (run + 1) * count / 3)
            let part = (shard + 1) % shards
            let range = start + part * (end - start) / shards..<start + (part + 1) * (end - start) / shards
            return range.isEmpty ? nil : range
        }
    }
}

/// The shards of a checkpoint, each written by a rank that holds nothing but what it owns, and read back.
private func shards(
    _ model: Transformer, _ optimizer: AdamW, step: Int, cut: [[Range<Int>]], in folder: CheckpointFolder
) throws -> [CheckpointShard] {
    try cut.enumerated().map { shard, ranges in
        let (rank, rankOptimizer) = try CheckpointSample.trained(seed: 99, steps: 0)
        rankOptimizer.stepCount = optimizer.stepCount
        let buffers = [(model.parameters, rank.parameters)] + Array(zip(optimizer.state, rankOptimizer.state))
        for (source, target) in buffers {
            for index in 0..<target.count { target[index] = .nan }
            for range in ranges { FloatSlice(target, range).copy(from: FloatSlice(source, range)) }
        }
        let path = "\(folder.path)/shard-\(shard)"
        let written = CheckpointShard(
            model: rank, optimizer: rankOptimizer, step: step, shard: shard, shards: cut.count, ranges: ranges)
        let bytes = try written.write(to: path)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == bytes)
        return try CheckpointShard.read(from: path)
    }
}

/// Shards that are never written, of a model that has not been trained.
private func shards(_ cut: [[Range<Int>]], step: Int = 1, of number: Int? = nil) throws -> [CheckpointShard] {
    let (model, optimizer) = try CheckpointSample.trained(seed: 1, steps: 0)
    return cut.enumerated().map { shard, ranges in
        CheckpointShard(
            model: model, optimizer: optimizer, step: step, shard: shard, shards: number ?? cut.count, ranges: ranges)
    }
}

private let count = CheckpointSample.configuration.parameterCount

@Suite struct CheckpointShardTests {
    @Test(
        "Shards put together have the bytes of a checkpoint by a rank that holds everything",
        arguments: [1, 2, 3, 7, 1000])
    func assembly(number: Int) throws {
        let folder = try CheckpointFolder()
        let (model, optimizer) = try CheckpointSample.trained(seed: 1, steps: 3)
        let cut = cut(count, shards: number)
        if number == 1000 { #expect(cut.contains([])) }
        let read = try shards(model, optimizer, step: 3, cut: cut, in: folder)
        #expect(read.map(\.ranges) == cut)
        #expect(Set(folder.names).count == number, "no temporary file stays")

        try Checkpoint(model: model, optimizer: optimizer, step: 3).write(to: folder.file)
        let plain = try Data(contentsOf: URL(fileURLWithPath: folder.file))
        // In whatever order the shards come.
        for order in [read, read.reversed(), Array(read.dropFirst() + read.prefix(1))] {
            let path = folder.path + "/assembled"
            let bytes = try Checkpoint(assembling: order).write(to: path)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == plain)
            #expect(bytes == plain.count)
        }
    }

    @Test("Training goes on from shards with the same bits")
    func resumes() throws {
        let folder = try CheckpointFolder()
        let (model, optimizer) = try CheckpointSample.trained(seed: 1, steps: 3)
        let read = try shards(model, optimizer, step: 3, cut: cut(count, shards: 4), in: folder)
        try CheckpointSample.train(model, optimizer, steps: 2)
        let (other, otherOptimizer) = try CheckpointSample.trained(seed: 2, steps: 1)
        try Checkpoint(assembling: read).restore(into: other, otherOptimizer)
        try CheckpointSample.train(other, otherOptimizer, steps: 2)
        #expect(other.parameters.all.values.map(\.bitPattern) == model.parameters.all.values.map(\.bitPattern))
    }

    @Test("A shard cut off at any length, or overlong, is refused", arguments: [0, 2])
    func truncation(shard: Int) throws {
        let folder = try CheckpointFolder()
        let (model, optimizer) = try CheckpointSample.trained(seed: 1, steps: 1)
        _ = try shards(model, optimizer, step: 1, cut: cut(count, shards: 9), in: folder)
        let whole = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/shard-\(shard)"))
        for length in 0..<whole.count {
            try whole.prefix(length).write(to: URL(fileURLWithPath: folder.file))
            #expect(throws: CheckpointError.self, "\(length) bytes") { try CheckpointShard.read(from: folder.file) }
        }
        try (whole + [0]).write(to: URL(fileURLWithPath: folder.file))
        #expect(throws: CheckpointError.self) { try CheckpointShard.read(from: folder.file) }
        try whole.write(to: URL(fileURLWithPath: folder.file))
        #expect(try CheckpointShard.read(from: folder.file).shard == shard)
    }

    @Test("A flipped bit anywhere in a shard is found")
    func corruption() throws {
        let folder = try CheckpointFolder()
        let (model, optimizer) = try CheckpointSample.trained(seed: 1, steps: 1)
        _ = try shards(model, optimizer, step: 1, cut: cut(count, shards: 9), in: folder)
        let whole = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/shard-1"))
        // Every bit of the header with its three ranges, then one of each byte.
        let header = (0..<136).flatMap { offset in (0..<8).map { (offset, $0) } }
        for (offset, bit) in header + (136..<whole.count).map({ ($0, $0 % 8) }) {
            var damaged = whole
            damaged[offset] ^= UInt8(1 << bit)
            try damaged.write(to: URL(fileURLWithPath: folder.file))
            #expect(throws: CheckpointError.self, "bit \(bit) of byte \(offset)") {
                try CheckpointShard.read(from: folder.file)
            }
        }
    }

    @Test("What cannot be in a shard is refused with its place, and room is made for no more than the file has")
    func located() throws {
        let folder = try CheckpointFolder()
        try shards([[500..<count, 0..<100], [100..<500]])[0].write(to: folder.file)
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file))
        func error(_ offset: Int, _ value: UInt64, width: Int = 8) throws -> CheckpointError? {
            var changed = whole
            for byte in 0..<width { changed[offset + byte] = UInt8(truncatingIfNeeded: value >> UInt64(8 * byte)) }
            try changed.write(to: URL(fileURLWithPath: folder.file))
            return #expect(throws: CheckpointError.self) { try CheckpointShard.read(from: folder.file) }
        }
        func refused(_ offset: Int, _ reason: String) -> CheckpointError {
            .invalidField(path: folder.file, offset: offset, reason: reason)
        }
        let length = whole.count
        #expect(try error(8, 2, width: 4) == .unsupportedVersion(path: folder.file, version: 2))
        #expect(try error(32, 1 << 63) == refused(32, "a step beyond 2⁶³"))
        #expect(try error(40, .max) == refused(40, "an optimizer step beyond 2⁶³"))
        #expect(try error(48, 0x0a61) == refused(48, "an optimizer kind that is no printable ASCII"))
        #expect(try error(56, 17, width: 4) == refused(56, "17 optimizer state buffers"))
        #expect(try error(64, 1 << 60) == refused(64, "the parameter count is not the configuration's \(count)"))
        #expect(try error(72, 2, width: 4) == refused(72, "shard 2 of 2"))
        #expect(try error(76, 0, width: 4) == refused(72, "shard 0 of 0"))
        #expect(try error(80, .max) == refused(80, "\(UInt64.max) ranges in \(length) bytes"))
        #expect(try error(80, UInt64(length)) == refused(80, "\(length) ranges in \(length) bytes"))
        #expect(try error(96, 1 << 62) == refused(88, "a range from 500 to \(1 << 62) of \(count) values"))
        #expect(try error(96, 500) == refused(88, "a range from 500 to 500 of \(count) values"))
        #expect(try error(112, 501) == refused(88, "the range 500..<\(count) overlaps another one"))
        #expect(try error(112, 99) == .wrongLength(path: folder.file, bytes: length, expected: length - 12))
        #expect(try error(104, 1) == .wrongLength(path: folder.file, bytes: length, expected: length - 12))
        #expect(try error(length - 8, 0) == .wrongChecksum(path: folder.file))
        // A model of 2⁵⁶ parameters, of which the file says that it holds all.
        var huge = whole
        let configuration = TransformerConfiguration(
            vocabularySize: 1 << 24, contextLength: 1 << 20, layers: 10_000, heads: 1, width: 1 << 20)
        let fields = [1 << 24, 1 << 20, 10_000, 1, 1 << 20].enumerated().map { (12 + 4 * $0, 4, $1) }
        let parameters = configuration.parameterCount
        for (offset, width, value) in fields + [(56, 4, 16), (64, 8, parameters), (96, 8, parameters)] {
            for byte in 0..<width { huge[offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
        }
        try huge.write(to: URL(fileURLWithPath: folder.file))
        let expected = 120 + 17 * (parameters - 400) * 4 + 8
        #expect(throws: CheckpointError.wrongLength(path: folder.file, bytes: length, expected: expected)) {
            try CheckpointShard.read(from: folder.file)
        }
    }

    @Test("A shard and a whole checkpoint are not mistaken for each other")
    func forms() throws {
        let folder = try CheckpointFolder()
        let (model, optimizer) = try CheckpointSample.trained(seed: 1, steps: 0)
        try Checkpoint(model: model, optimizer: optimizer, step: 1).write(to: folder.file)
        let whole = CheckpointError.invalidField(
            path: folder.file, offset: 0, reason: "a whole checkpoint, wanted a shard of a checkpoint")
        #expect(throws: whole) { try CheckpointShard.read(from: folder.file) }
        try shards([[0..<count]])[0].write(to: folder.file)
        let shard = CheckpointError.invalidField(
            path: folder.file, offset: 0, reason: "a shard of a checkpoint, wanted a whole checkpoint")
        #expect(throws: shard) { try Checkpoint.read(from: folder.file) }
        try Data("GIF89a, surely no checkpoint".utf8).write(to: URL(fileURLWithPath: folder.file))
        #expect(throws: CheckpointError.notACheckpoint(path: folder.file)) {
            try CheckpointShard.read(from: folder.file)
        }
    }

    @Test("Shards that are missing or come twice are named")
    func incomplete() throws {
        let all = try shards(cut(count, shards: 4))
        func refused(_ error: CheckpointError, _ shards: [CheckpointShard], _ words: String) {
            #expect(throws: error) { try Checkpoint(assembling: shards) }
            #expect(error.description == "checkpoint shards: \(words)")
        }
        refused(.noShards, [], "none was given")
        refused(.missingShard(0, of: 4), Array(all[1...]), "shard 0 of 4 is missing")
        refused(.missingShard(2, of: 4), [all[3], all[0], all[1]], "shard 2 of 4 is missing")
        refused(.missingShard(3, of: 4), Array(all[..<3]), "shard 3 of 4 is missing")
        refused(.doubledShard(1), all + [all[1]], "shard 1 was given twice")
        refused(.doubledShard(1), [all[0], all[1], all[1], all[2]], "shard 1 was given twice")
        // A number of shards that no one can have given.
        let first = try shards([[0..<count]], of: Int(UInt32.max))
        refused(.missingShard(1, of: Int(UInt32.max)), first, "shard 1 of 4294967295 is missing")
    }

    @Test("Shards that do not hold each value once are named")
    func wrongCover() throws {
        func refused(_ error: CheckpointError, _ cut: [[Range<Int>]], _ words: String) throws {
            let shards = try shards(cut)
            #expect(throws: error) { try Checkpoint(assembling: shards) }
            #expect(error.description == "checkpoint shards: \(words)")
        }
        try refused(
            .overlappingShards(2, 0, values: 90..<100), [[90..<count], [0..<50], [50..<100]],
            "shards 2 and 0 both hold the values 90..<100")
        try refused(
            .overlappingShards(0, 1, values: 10..<20), [[0..<count], [10..<20]],
            "shards 0 and 1 both hold the values 10..<20")
        try refused(.uncoveredValues(0..<3), [[3..<count]], "no shard holds the values 0..<3")
        try refused(
            .uncoveredValues(50..<51), [[51..<count], [0..<50]], "no shard holds the values 50..<51")
        try refused(
            .uncoveredValues(count - 1..<count), [[100..<count - 1], [0..<100]],
            "no shard holds the values \(count - 1)..<\(count)")
        try refused(.uncoveredValues(0..<count), [[], []], "no shard holds the values 0..<\(count)")
    }

    @Test("A shard of another checkpoint is named with what tells it apart")
    func foreign() throws {
        let ranges = [[0..<100], [100..<count]]
        let own = try shards(ranges)
        func refused(_ other: CheckpointShard, _ field: String, _ value: String, _ firstValue: String) {
            let error = CheckpointError.foreignShard(
                1, field: field, value: value, first: 0, firstValue: firstValue)
            #expect(throws: error) { try Checkpoint(assembling: [own[0], other]) }
            #expect(error.description == "checkpoint shards: shard 1 has \(field) \(value), shard 0 has \(firstValue)")
        }
        refused(try shards(ranges, step: 2)[1], "step", "2", "1")
        refused(try shards(ranges, of: 3)[1], "number of shards", "3", "2")
        let (model, optimizer) = try CheckpointSample.trained(seed: 1, steps: 0)
        func shard(_ model: Transformer, _ optimizer: any Optimizer) -> CheckpointShard {
            CheckpointShard(model: model, optimizer: optimizer, step: 1, shard: 1, shards: 2, ranges: ranges[1])
        }
        refused(shard(model, SGD(parameterCount: count)), "optimizer", "sgd", "adamw")
        optimizer.beginStep()
        refused(shard(model, optimizer), "optimizer steps", "1", "0")
        var wider = CheckpointSample.configuration
        wider.vocabularySize += 1
        let other = try Transformer(configuration: wider, seed: 1)
        refused(
            shard(other, AdamW(layout: other.layout)), "configuration", "\(wider)", "\(CheckpointSample.configuration)")
    }

    @Test("A shard that cannot be written leaves the older one, and nothing else")
    func failedWrite() throws {
        let folder = try CheckpointFolder()
        let (older, newer) = (try shards([[0..<count]])[0], try shards([[0..<count]], step: 2)[0])
        try older.write(to: folder.file)
        // A folder stands where the new file is to be written before it takes its place.
        let temporary = "\(folder.file).\(ProcessInfo.processInfo.processIdentifier).tmp"
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: false)
        #expect(throws: CheckpointError.system(path: temporary, operation: "open", code: EISDIR)) {
            try newer.write(to: folder.file)
        }
        #expect(try CheckpointShard.read(from: folder.file).step == 1)
        try FileManager.default.removeItem(atPath: temporary)
        // A folder stands in the place itself.
        let taken = folder.path + "/taken"
        try FileManager.default.createDirectory(atPath: taken, withIntermediateDirectories: false)
        #expect(throws: CheckpointError.system(path: taken, operation: "rename", code: EISDIR)) {
            try newer.write(to: taken)
        }
        #expect(folder.names.sorted() == ["model.ckpt", "taken"])
        try newer.write(to: folder.file)
        #expect(try CheckpointShard.read(from: folder.file).step == 2)
    }
}
