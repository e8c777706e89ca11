internal import ClusterModel
internal import Units

/// A fitted link with its residuals.
struct MeasuredLink {
    let latency: FittedValue?
    let secondsPerByte: FittedValue
    /// By run, one a row.
    let residuals: [[Residual]]
    /// Why the latency was not fitted; `nil` if it was.
    let note: String?

    /// - Parameters:
    ///   - fallbackLatency: seconds per message in the residuals where the sizes do not show it.
    init(
        runs: [NCCLTestRun], form: CollectiveForm, inner: InnerLink?, fallbackLatency: Double
    ) throws(CalibrationError) {
        let rows = runs.enumerated().flatMap { number, run in
            run.rows.map { (number: number, run: run, row: $0) }
        }
        let observations = rows.map {
            LatencyBandwidthFit.Observation(
                run: $0.number, time: Double($0.row.time.count) * 1e-12,
                terms: form.terms(of: $0.run, size: $0.row.size.bytes, inner: inner))
        }
        let file = Location(file: runs[0].file)
        let sizes = Set(rows.map(\.row.size))
        guard sizes.count >= 3 else {
            throw CalibrationError(
                at: file, "latency and bandwidth need at least 3 different sizes, but there \(Self.count(sizes.count))",
                remedy: "measure a sweep, such as -b 8 -e 1G -f 2")
        }
        let fit: LatencyBandwidthFit
        do {
            fit = try LatencyBandwidthFit(observations)
        } catch {
            switch error {
            case .noBandwidth:
                throw CalibrationError(
                    at: file, "the times do not grow with the size as they would on a link",
                    remedy: "measure larger sizes, such as -b 8 -e 1G -f 2")
            case .knownTakesAll(let index):
                let row = rows[index]
                throw CalibrationError(
                    at: Location(file: row.run.file, line: row.row.line, column: 1),
                    "\(row.row.size.formatted()) took \(row.row.time.formatted()), but the links inside a node alone "
                        + "would take \(Self.time(observations[index].terms.known)) by the cluster file",
                    remedy: "add a run on one node, which fits those links, or say --nccl-form ring if NCCL hides them "
                        + "behind the links between nodes")
            }
        }
        latency = fit.latency
        secondsPerByte = fit.secondsPerByte
        note =
            fit.latency == nil
            ? "no size is small enough to show the latency, which stays as it is: measure from -b 8 on" : nil
        let alpha = fit.latency?.value ?? fallbackLatency
        var residuals = [[Residual]](repeating: [], count: runs.count)
        for (row, observation) in zip(rows, observations) {
            let terms = observation.terms
            let fitted = terms.known + terms.messages * alpha + terms.bytes * fit.secondsPerByte.value
            residuals[row.number].append(
                Residual(
                    what: "\(row.run.collective.rawValue) \(row.row.size.formatted()), "
                        + "\(row.run.nodes) x \(row.run.ranksPerNode)",
                    measured: row.row.time.formatted(), fitted: Self.time(fitted),
                    relative: (fitted - observation.time) / observation.time))
        }
        self.residuals = residuals
    }

    private static func count(_ sizes: Int) -> String { sizes == 1 ? "is 1" : "are \(sizes)" }

    static func time(_ seconds: Double) -> String {
        TimeSpan(count: Significance.rounded(max(0, seconds) * 1e12)).formatted()
    }
}

/// Rate and latency of the links inside a node.
struct InnerLinkFit {
    let constants: [CalibratedConstant]
    let link: InnerLink

    init(fit: MeasuredLink, link: InterconnectModel) {
        let path = ["catalog", "interconnects", link.name]
        let basis = "nccl-tests on one node"
        let slope = fit.secondsPerByte
        let rate = { (seconds: Double) in Bandwidth(count: max(1, Significance.rounded(8 / seconds))) }
        let bandwidth = rate(slope.value)
        var constants = [
            CalibratedConstant(
                path: path + ["bandwidth"], before: link.bandwidth, low: rate(slope.value + slope.halfWidth),
                value: bandwidth, high: rate(slope.value - slope.halfWidth), basis: basis)
        ]
        var latency = link.latency.central
        if let fitted = fit.latency, fitted.value > 0 {
            let span = { (seconds: Double) in TimeSpan(count: max(1, Significance.rounded(max(0, seconds) * 1e12))) }
            latency = span(fitted.value)
            constants.append(
                CalibratedConstant(
                    path: path + ["latency"], before: link.latency, low: span(fitted.value - fitted.halfWidth),
                    value: latency, high: span(fitted.value + fitted.halfWidth), basis: basis))
        }
        self.constants = constants
        self.link = InnerLink(
            latency: Double(latency.count) * 1e-12, bytesPerSecond: Double(bandwidth.count) / 8)
    }
}
