import ArgumentParser
import ClusterModel
import Foundation
import Units

/// The options that choose a cluster file and change it.
struct ClusterOptions: ParsableArguments {
    @Option(help: "Nodes of the emulated cluster, each played by one worker (default: as the cluster file says).")
    var nodes: Int?

    @Option(help: "Training steps.")
    var steps: Int?

    @Option(help: "Seed of everything random.")
    var seed: UInt64?

    @Option(help: "Type of the emulated gradients on the wire: fp32, bf16 or fp16.")
    var gradientDtype: String?

    @Option(help: ArgumentHelp("Bucket of the emulated gradient, such as 25MiB.", valueName: "size"))
    var bucketSize: String?

    @Option(help: "Sequences per accelerator and step of the emulated workload.")
    var microBatchPerAccelerator: Int?

    @Option(
        help: ArgumentHelp(
            "How nodes all-reduce gradients: auto, ring, halving-doubling, recursive-doubling, binomial-tree, "
                + "double-binary-tree, parameter-server, sharded-parameter-server, direct or two-level.",
            valueName: "name"))
    var algorithm: String?

    @Option(help: ArgumentHelp("Nodes of a group of the algorithm two-level.", valueName: "nodes"))
    var groupSize: Int?

    @Option(help: ArgumentHelp("Segments of each half of a bucket, of double-binary-tree.", valueName: "count"))
    var segments: Int?

    @Option(
        help: ArgumentHelp("Whether buckets are all-reduced beside the backward pass: on or off.", valueName: "on|off"))
    var overlap: Switch?

    @Option(help: ArgumentHelp("Micro-batches that are accumulated before gradients are reduced.", valueName: "count"))
    var accumulation: Int?

    @Option(
        help: ArgumentHelp(
            "What is divided over the nodes: none, zero-1 (the optimizer's state), zero-2 (gradients too) or fsdp "
                + "(weights too).",
            valueName: "name"))
    var sharding: String?

    @Option(help: ArgumentHelp("When the emulated job begins, such as 2024-03-01T08:00Z.", valueName: "time"))
    var start: String?

    @Option(help: ArgumentHelp("A file of coordinator calibrate to lay over the cluster file.", valueName: "file"))
    var calibration: String?

    /// A choice between two.
    enum Switch: String, CaseIterable, ExpressibleByArgument { case on, off }

    /// Reads the overrides; a value that cannot be read is a usage error.
    func overrides() throws -> ClusterOverrides {
        var overrides = ClusterOverrides(
            nodes: nodes, steps: steps, seed: seed, microBatchPerAccelerator: microBatchPerAccelerator,
            groupSize: groupSize, segments: segments, overlap: overlap.map { $0 == .on },
            gradientAccumulation: accumulation, start: start)
        overrides.gradientType = try gradientDtype.map(Self.gradientType)
        if let algorithm {
            do { overrides.algorithm = try CollectiveChoice.Algorithm(parsing: algorithm) } catch {
                throw ValidationError("--algorithm \(algorithm): \(error)")
            }
        }
        if let sharding {
            guard let known = RepresentedWorkload.Sharding(rawValue: sharding) else {
                throw ValidationError("--sharding \(sharding): use none, zero-1, zero-2 or fsdp")
            }
            overrides.sharding = known
        }
        if let bucketSize {
            do { overrides.bucketSize = try ByteCount(parsing: bucketSize) } catch {
                throw ValidationError("--bucket-size: \(error)")
            }
        }
        return overrides
    }

    /// Reads what `--gradient-dtype` says.
    static func gradientType(_ name: String) throws -> RepresentedWorkload.GradientType {
        guard let type = RepresentedWorkload.GradientType(rawValue: name) else {
            throw ValidationError("--gradient-dtype \(name): use fp32, bf16 or fp16")
        }
        return type
    }

    /// Loads a cluster file by name or path, with these overrides.
    ///
    /// - Throws: exit code 65 after printing every problem.
    func load(_ nameOrPath: String) throws -> ClusterFile.Loaded {
        try Self.load(nameOrPath, calibration: calibration, overrides: overrides())
    }

    /// Loads a cluster file by name or path.
    ///
    /// - Throws: exit code 65 after printing every problem.
    static func load(
        _ nameOrPath: String, calibration: String?, overrides: ClusterOverrides
    ) throws -> ClusterFile.Loaded {
        do {
            return try ClusterFile.load(path: nameOrPath, calibration: calibration, overrides: overrides)
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(65)
        }
    }
}
