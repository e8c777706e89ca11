package import ClusterModel
internal import Units

extension EstimateQuestion {
    /// Reads a question; names are those of the catalog.
    ///
    /// - Throws: `EstimationError` with all that is wrong.
    package init(_ options: EstimateOptions, catalog: Catalog = .builtIn) throws(EstimationError) {
        var reading = QuestionReading(catalog: catalog)
        let accelerator = reading.look(up: options.hardware, "--hardware", in: catalog.accelerators, "accelerators")
        let region = reading.look(up: options.region, "--region", in: catalog.regions, "regions")
        let count = reading.integer(options.count, "--count", in: 1...1_000_000)
        let hours = reading.hours(options.hours)
        let pue = reading.ratio(options.pue, "--pue", in: .one...Ratio(count: 5 * Ratio.scale), example: "1.1")
        let utilization = reading.share(options.utilization, "--utilization")
        let load = reading.share(options.cpuLoad, "--cpu-load")
        let tdp = reading.quantity(options.tdp, "--tdp", in: Power(count: 1) ... .watts(1_000_000))
        let machine = reading.machine(options)
        guard reading.problems.isEmpty, let accelerator, let region, let count, let hours, let machine,
            let facility = catalog.operators[region.operatorName], let assumptions = catalog.assumptions
        else { throw EstimationError(reading.problems) }
        self.init(
            accelerator: accelerator,
            tdp: tdp.map { QuestionReading.configured($0, name: "--tdp") } ?? accelerator.tdp, count: count,
            hours: hours, region: region,
            pue: pue.map { QuestionReading.configured($0, name: "--pue") } ?? facility.pue, isPUEGiven: pue != nil,
            utilization: utilization ?? .one, isUtilizationGiven: utilization != nil, cpuLoad: load, machine: machine,
            lifetime: assumptions.hardwareLifetime)
    }
}

/// Reads options one by one and keeps a list of what is wrong with them.
struct QuestionReading {
    let catalog: Catalog
    private(set) var problems: [String] = []

    init(catalog: Catalog) { self.catalog = catalog }

    mutating func look<Model>(
        up name: String, _ option: String, in models: [String: Model], _ section: String
    ) -> Model? {
        if let model = models[name] { return model }
        problems.append(
            "\(option): the catalog has no '\(name)' under \(section); "
                + Spelling.remedy(for: name, among: Array(models.keys)))
        return nil
    }

    mutating func integer(_ value: Int, _ option: String, in range: ClosedRange<Int>) -> Int? {
        if range.contains(value) { return value }
        problems.append("\(option) \(value): from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    /// A plain number above 0, up to a million (114 years), in billionths.
    mutating func hours(_ text: String) -> Ratio? {
        let limit = Ratio(count: 1_000_000 * Ratio.scale)
        if !text.contains("%"), let hours = try? Ratio(parsing: text), hours > .zero, hours <= limit { return hours }
        problems.append("--hours \(text): a plain number above 0, up to 1000000, such as 100 or 2.5")
        return nil
    }

    /// `nil` for what is not given, and after noting what cannot be read.
    mutating func quantity<Value: Quantity>(
        _ text: String?, _ option: String, in range: ClosedRange<Value>
    ) -> Value? {
        guard let text else { return nil }
        do {
            let value = try Value(parsing: text)
            if range.contains(value) { return value }
            problems.append(
                "\(option) \(text): from \(range.lowerBound.formatted(decimals: 9)) to \(range.upperBound.formatted())")
        } catch {
            problems.append("\(option): \(error.description)")
        }
        return nil
    }

    mutating func ratio(_ text: String?, _ option: String, in range: ClosedRange<Ratio>, example: String) -> Ratio? {
        guard let text else { return nil }
        if let value = try? Ratio(parsing: text), range.contains(value) { return value }
        problems.append(
            "\(option) \(text): from \(range.lowerBound.formatted()) to \(range.upperBound.formatted()), "
                + "such as \(example)")
        return nil
    }

    /// Nothing to all; a bare `90` is taken for the slip that it most likely is.
    mutating func share(_ text: String?, _ option: String) -> Ratio? {
        guard let text else { return nil }
        let value = try? Ratio(parsing: text)
        if let value, value >= .zero, value <= .one { return value }
        let isPercentage = value.map { $0 > .one && $0.count <= 100 * Ratio.scale && !text.contains("%") } ?? false
        problems.append(
            "\(option) \(text): from 0 to 100 %; "
                + (isPercentage ? "did you mean '\(text)%'?" : "write it like 90% or 0.9"))
        return nil
    }

    mutating func machine(_ options: EstimateOptions) -> Machine? {
        let perNode = options.perNode.map { integer($0, "--per-node", in: 1...64) }
        let assumed = AssumedMachine(
            hardware: options.hardware, count: max(1, options.count), perNode: perNode ?? nil, catalog: catalog)
        var words: [String] = []
        func name(_ given: String?, _ fallback: String, _ what: String) -> String {
            if given == nil { words.append(what) }
            return given ?? fallback
        }
        let sockets = options.sockets.map { integer($0, "--sockets", in: 1...16) } ?? assumed.sockets
        let least = ByteCount(count: 1_000_000_000)
        let memory =
            options.memory == nil
            ? assumed.memory : quantity(options.memory, "--memory", in: least...ByteCount(count: 100_000_000_000_000))
        let host = look(
            up: name(options.host, assumed.host, "host \(assumed.host)"), "--host", in: catalog.hosts, "hosts")
        let cpu = look(
            up: name(options.cpu, assumed.cpu, "\(sockets ?? 1) x \(assumed.cpu)"), "--cpu", in: catalog.cpus, "cpus")
        if options.cpu != nil && options.sockets == nil { words.append("\(assumed.sockets) sockets") }
        if options.memory == nil { words.append("memory \(assumed.memory.formatted())") }
        let nic = look(up: name(options.nic, assumed.nic, "NIC \(assumed.nic)"), "--nic", in: catalog.nics, "nics")
        let storage = look(
            up: name(options.storage, assumed.storage, "\(assumed.drives) x \(assumed.storage)"), "--storage",
            in: catalog.storage, "storage")
        guard let sockets, let memory, let host, let cpu, let nic, let storage,
            let module = catalog.memory[host.memoryModule]
        else { return nil }
        return Machine(
            accelerators: assumed.accelerators, host: host, cpu: cpu, isCPUGiven: options.cpu != nil, sockets: sockets,
            memory: memory, module: module, nic: nic, storage: storage, drives: assumed.drives, assumed: words)
    }

    /// What an option says, which has no range.
    static func configured<Value: Quantity>(_ value: Value, name: String) -> Estimate<Value> {
        Estimate(
            name: name, low: value, central: value, high: value, source: "command line", year: 0,
            confidence: .configured)
    }
}
