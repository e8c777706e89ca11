import ArgumentParser
import ClusterModel
import Projection
import Reporting
import Units

struct ProjectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project",
        abstract: "Project a full-size training run: time, energy, emissions and embodied emissions.",
        discussion: """
            Either from accelerators and their utilisation (MFU; by default from a function that is fitted to published \
            throughputs, see coordinator validate), or from a cluster file with the network model:

              coordinator project --parameters 175B --tokens 300B --accelerators 10000 \
            --hardware v100-sxm2-32gb --region us
              coordinator project --config default --tokens 10B

            Layers, width and context add the attention term, and what tensor and pipeline parallelism send.
            """)

    @Option(help: ArgumentHelp("All parameters, such as 175B.", valueName: "count"))
    var parameters: String?

    @Option(help: ArgumentHelp("Parameters that a token passes, of a mixture of experts.", valueName: "count"))
    var activeParameters: String?

    @Option(help: ArgumentHelp("Tokens that are trained on, such as 300B.", valueName: "count"))
    var tokens: String

    @Option(help: ArgumentHelp("Transformer blocks.", valueName: "n"))
    var layers: Int?

    @Option(help: ArgumentHelp("Width of the residual stream.", valueName: "n"))
    var width: Int?

    @Option(help: ArgumentHelp("Tokens of a sequence.", valueName: "n"))
    var context: Int?

    @Option(help: ArgumentHelp("Accelerators of the whole cluster.", valueName: "n"))
    var accelerators: Int?

    @Option(help: ArgumentHelp("An accelerator of the catalog, such as a100-sxm4-80gb.", valueName: "name"))
    var hardware: String?

    @Option(help: ArgumentHelp("Model FLOPs utilisation, such as 0.4 or 40%.", valueName: "share"))
    var mfu: String?

    @Option(
        help: ArgumentHelp(
            "Activations computed again: none, selective or full (default: none). Lowers the MFU of the function.",
            valueName: "kind"))
    var recomputation: String?

    @Flag(help: "Attention scores are written to memory: software without fused attention. Lowers that MFU too.")
    var unfusedAttention = false

    @Option(help: ArgumentHelp("Measured power of an accelerator with its share of the host.", valueName: "power"))
    var powerPerAccelerator: String?

    @Option(help: ArgumentHelp("A grid or cloud region of the catalog.", valueName: "name"))
    var region: String?

    @Option(help: ArgumentHelp("Facility energy over IT energy (default: as usual in the region).", valueName: "ratio"))
    var pue: String?

    @Option(help: ArgumentHelp("A cluster file or the name of a shipped one, in place of hardware.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("Nodes of the cluster file.", valueName: "n"))
    var nodes: Int?

    @Option(help: ArgumentHelp("Accelerators over which each layer is divided.", valueName: "n"))
    var tensorParallel: Int?

    @Option(help: ArgumentHelp("Stages over which layers are divided.", valueName: "n"))
    var pipelineParallel: Int?

    @Option(help: ArgumentHelp("Sequences that pass at once (default: 1).", valueName: "n"))
    var microBatch: Int?

    @Option(help: ArgumentHelp("Sequences of a step over the whole cluster.", valueName: "n"))
    var globalBatch: Int?

    @Flag(help: "JSON instead of text; units are in the keys.")
    var json = false

    func run() throws {
        do {
            if let config { try fromCluster(config) } else { try fromHardware() }
        } catch let error as ProjectionError {
            throw ValidationError("\(error)")
        }
    }

    private func fromCluster(_ config: String) throws {
        let foreign: [(String, Bool)] = [
            ("parameters", parameters != nil), ("active-parameters", activeParameters != nil),
            ("layers", layers != nil), ("width", width != nil), ("context", context != nil),
            ("accelerators", accelerators != nil), ("hardware", hardware != nil),
            ("recomputation", recomputation != nil), ("unfused-attention", unfusedAttention),
            ("power-per-accelerator", powerPerAccelerator != nil), ("region", region != nil), ("pue", pue != nil),
        ]
        if let (option, _) = foreign.first(where: \.1) {
            throw ProjectionError(
                "--\(option) does not go with --config: the cluster file says it (workload, nodes, sites)")
        }
        let tokens = try LargeCount.parse(tokens, option: "--tokens")
        let loaded = try ClusterOptions.load(config, calibration: nil, overrides: ClusterOverrides(nodes: nodes))
        for warning in loaded.warnings { Terminal.note("\(warning)") }
        let workload = loaded.cluster.workload.represented
        let run = try ClusterProjection.run(cluster: loaded.cluster, tokens: tokens, mfu: givenUtilization())
        try show(
            run, steps: ClusterProjection.steps(cluster: loaded.cluster, tokens: tokens),
            usual: (workload.microBatchPerAccelerator, workload.gradientAccumulation),
            gradientWidth: workload.gradientType.width)
    }

    private func fromHardware() throws {
        guard nodes == nil else { throw ProjectionError("--nodes is for --config: give --accelerators instead") }
        func needed<Value>(_ value: Value?, _ option: String, _ example: String) throws -> Value {
            guard let value else {
                throw ProjectionError("--\(option) is missing: add --\(option) \(example), or --config with a file")
            }
            return value
        }
        let parameters = try LargeCount.parse(needed(parameters, "parameters", "175B"), option: "--parameters")
        let work = try TrainingWork(
            parameters: parameters,
            activeParameters: activeParameters.map { try LargeCount.parse($0, option: "--active-parameters") },
            tokens: LargeCount.parse(tokens, option: "--tokens"), shape: shape())
        // Times and energies stay within 128 bits; the largest runs known are below 10^26.
        guard work.flops.count <= 10_000_000_000_000_000_000_000_000_000 else {
            throw ProjectionError(
                "--parameters and --tokens: more than 10^28 FLOPs, which no run has; check both counts")
        }
        let count = try needed(accelerators, "accelerators", "1024")
        guard (1...10_000_000).contains(count) else {
            throw ProjectionError("--accelerators \(count): from 1 to 10,000,000")
        }
        let accelerator = try Self.known(
            needed(hardware, "hardware", "a100-sxm4-80gb"), in: Catalog.builtIn.accelerators, option: "--hardware")
        let run = try HardwareProjection.run(
            work: work, accelerator: accelerator, count: count, mfu: utilization(work, accelerator),
            power: powerPerAccelerator.map {
                try Self.quantity($0, option: "--power-per-accelerator", in: Power(count: 1)...Power.watts(100_000))
            }, site: site(needed(region, "region", "us-central1")))
        try show(run, steps: nil, usual: (1, 1), gradientWidth: 2)
    }

    private func shape() throws -> TrainingWork.Shape? {
        if layers == nil && width == nil && context == nil { return nil }
        guard let layers, let width, let context else {
            throw ProjectionError("--layers, --width and --context belong together: give all three or none")
        }
        guard (1...100_000).contains(layers), (1...10_000_000).contains(width), (1...100_000_000).contains(context)
        else { throw ProjectionError("--layers, --width and --context must be positive counts of a real model") }
        return .init(layers: layers, width: width, context: context)
    }

    private func utilization(_ work: TrainingWork, _ accelerator: AcceleratorModel) throws -> Estimate<Ratio> {
        if let given = try givenUtilization() {
            guard recomputation == nil, !unfusedAttention else {
                throw ProjectionError(
                    "--recomputation and --unfused-attention do not go with --mfu: the MFU holds them already")
            }
            return given
        }
        guard let kind = Recomputation(rawValue: recomputation ?? "none") else {
            let known = Recomputation.allCases.map(\.rawValue).joined(separator: ", ")
            throw ProjectionError("--recomputation: '\(recomputation ?? "")' is none of \(known)")
        }
        return EfficiencyFunction.builtIn.estimate(
            work: work, accelerator: accelerator, recomputation: kind, fusedAttention: !unfusedAttention)
    }

    /// By --mfu, if that is there.
    private func givenUtilization() throws -> Estimate<Ratio>? {
        guard let mfu else { return nil }
        let share = try Self.quantity(mfu, option: "--mfu", in: Ratio(count: 1_000_000)...Ratio.one)
        return Estimate(
            name: "mfu", low: share, central: share, high: share, source: "given by --mfu", year: 0,
            confidence: .configured)
    }

    private func site(_ name: String) throws -> Site {
        let region = try Self.known(name, in: Catalog.builtIn.regions, option: "--region")
        let usual = try Self.known(region.operatorName, in: Catalog.builtIn.operators, option: "--region")
        guard let pue else { return Site(name: name, pue: usual.pue, intensity: region.intensity) }
        let ratio = try Self.quantity(pue, option: "--pue", in: Ratio.one...Ratio(count: 5 * Ratio.scale))
        let given = Estimate(
            name: "pue", low: ratio, central: ratio, high: ratio, source: "given by --pue", year: 0,
            confidence: .configured)
        return Site(name: name, pue: given, intensity: region.intensity)
    }

    private func show(
        _ run: ProjectedRun, steps: Int?, usual: (microBatch: Int, microBatches: Int), gradientWidth: Int
    ) throws {
        let isAsked =
            steps != nil || [tensorParallel, pipelineParallel, microBatch, globalBatch].contains { $0 != nil }
        let (tensor, pipeline) = (tensorParallel ?? 1, pipelineParallel ?? 1)
        let micro = microBatch ?? usual.microBatch
        let plan =
            isAsked
            ? try ParallelPlan(
                accelerators: run.accelerators, layers: run.work.shape?.layers, tensor: tensor, pipeline: pipeline,
                microBatch: micro,
                // The cluster file's own batch, however it is divided.
                globalBatch: globalBatch
                    ?? (steps == nil ? nil : run.accelerators * usual.microBatch * usual.microBatches))
            : nil
        let volumes = plan.map { ParallelVolumes(work: run.work, plan: $0, gradientWidth: gradientWidth) }
        Terminal.print(
            json
                ? ProjectionFile.text(run, steps: steps, plan: plan, volumes: volumes)
                : ProjectionText.text(run, steps: steps, plan: plan, volumes: volumes), terminator: "")
    }

    private static func known<Model>(_ name: String, in models: [String: Model], option: String) throws -> Model {
        if let model = models[name] { return model }
        throw ProjectionError(
            "\(option): the catalog has no '\(name)'; \(Spelling.remedy(for: name, among: Array(models.keys)))")
    }

    private static func quantity<Value: Quantity>(
        _ text: String, option: String, in range: ClosedRange<Value>
    ) throws -> Value {
        let value: Value
        do { value = try Value(parsing: text) } catch { throw ProjectionError("\(option): \(error)") }
        guard range.contains(value) else {
            throw ProjectionError(
                "\(option): \(text) is not from \(range.lowerBound.formatted()) to \(range.upperBound.formatted())")
        }
        return value
    }
}
