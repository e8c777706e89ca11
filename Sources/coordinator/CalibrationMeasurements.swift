import ArgumentParser
import Calibration
import ClusterModel
import Digests
import Foundation
import Units

/// The options that give outputs of nccl-tests.
struct NetworkMeasurementOptions: ParsableArguments {
    @Option(
        name: .customLong("nccl"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "Outputs of all_reduce_perf, reduce_scatter_perf or all_gather_perf; a run on one node fits the links inside.",
            valueName: "file"))
    var nccl: [String] = []

    @Option(
        name: .customLong("nccl-collective"),
        help: ArgumentHelp("What they measured, if they do not say: all-reduce, reduce-scatter or all-gather."))
    var collective: MeasuredCollective?

    @Option(name: .customLong("nccl-ranks"), help: "Accelerators that took part, if the output does not say.")
    var ranks: Int?

    @Option(name: .customLong("nccl-nodes"), help: "Nodes that they stood in, if the output does not say.")
    var nodes: Int?

    @Option(
        name: .customLong("nccl-form"),
        help: "How data moved: two-level (inside nodes, then between them, as the emulation does) or ring.")
    var form = CollectiveForm.twoLevel

    /// More than any table of results has.
    private static let byteLimit = 16_000_000

    /// The runs, and what the calibration file says of them.
    func runs() throws(CalibrationError) -> (runs: [NCCLTestRun], sources: [CalibrationFile.Source]) {
        var runs: [NCCLTestRun] = []
        var sources: [CalibrationFile.Source] = []
        for path in nccl {
            guard !sources.contains(where: { $0.name == path }) else {
                throw CalibrationError(
                    at: Location(file: path), "the file is given twice", remedy: "name it once")
            }
            let bytes = try Self.bytes(of: path)
            let run = try NCCLTestReading.run(
                text: String(decoding: bytes, as: UTF8.self), file: path,
                overrides: NCCLTestOverrides(collective: collective, ranks: ranks, nodes: nodes))
            runs.append(run)
            sources.append(
                CalibrationFile.Source(
                    name: path, digest: "xxh3-64 \(Checksum64(of: bytes)) of \(bytes.count) bytes",
                    content: "\(run.collective.rawValue), \(run.rows.count) sizes, \(run.ranks) ranks on \(run.nodes) "
                        + "nodes, taken as \(form.rawValue)"))
        }
        return (runs, sources)
    }

    private static func bytes(of path: String) throws(CalibrationError) -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: byteLimit + 1) else {
            throw CalibrationError(
                at: Location(file: path), "the file cannot be read",
                remedy: "give the path of a file that holds the output of nccl-tests")
        }
        guard data.count <= byteLimit else {
            throw CalibrationError(
                at: Location(file: path), "the file is larger than \(byteLimit / 1_000_000) MB",
                remedy: "give the output of nccl-tests alone")
        }
        return [UInt8](data)
    }
}

/// The options that give measured watts.
struct PowerMeasurementOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Mean of a node in training, such as \"6.4 kW\".", valueName: "power"))
    var nodePower: String?

    @Option(help: ArgumentHelp("Mean of a node whose accelerators wait for others.", valueName: "power"))
    var nodePowerWaiting: String?

    @Option(help: ArgumentHelp("Mean of one accelerator in training, such as 355W.", valueName: "power"))
    var acceleratorPower: String?

    @Option(help: ArgumentHelp("Mean of one accelerator that waits for others.", valueName: "power"))
    var acceleratorPowerWaiting: String?

    @Option(help: ArgumentHelp("Mean of one accelerator with nothing to do.", valueName: "power"))
    var acceleratorIdlePower: String?

    @Option(help: ArgumentHelp("How far each may be off, either way.", valueName: "share"))
    var powerAccuracy = "5 %"

    /// What was measured.
    func measured() throws -> MeasuredPower {
        MeasuredPower(
            node: try QuantityOption.read(nodePower, "--node-power"),
            nodeWaiting: try QuantityOption.read(nodePowerWaiting, "--node-power-waiting"),
            accelerator: try QuantityOption.read(acceleratorPower, "--accelerator-power"),
            acceleratorWaiting: try QuantityOption.read(acceleratorPowerWaiting, "--accelerator-power-waiting"),
            acceleratorIdle: try QuantityOption.read(acceleratorIdlePower, "--accelerator-idle-power"),
            accuracy: try QuantityOption.read(powerAccuracy, "--power-accuracy") ?? .zero)
    }
}

/// Options that hold a quantity with its unit.
enum QuantityOption {
    static func read<Value: Quantity>(_ text: String?, _ option: String) throws -> Value? {
        guard let text else { return nil }
        do { return try Value(parsing: text) } catch { throw ValidationError("\(option): \(error)") }
    }
}

extension MeasuredCollective: ExpressibleByArgument {}
extension CollectiveForm: ExpressibleByArgument {}
