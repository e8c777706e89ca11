package import ClusterModel
package import Units
internal import Yams

/// An accelerator family as the efficiency function sees it.
package struct AcceleratorFamily: Hashable, Sendable {
    package let name: String
    /// Dense 16-bit peak.
    package let peak: FLOPRate
    /// Of its memory.
    package let bandwidth: Bandwidth
    /// A matrix unit under a compiler of its own, no GPU.
    package let isTPU: Bool
    package let source: String

    /// Peak FLOPs for each byte that its memory delivers.
    package var balance: Double { Double(peak.count) / (Double(bandwidth.count) / 8) }
}

/// One measured throughput.
package struct Throughput: Hashable, Sendable {
    package let name: String
    package let family: AcceleratorFamily
    /// Active ones.
    package let parameters: Double
    package let accelerators: Int
    /// Hardware FLOPs utilisation, recomputed activations included; above 0 and below 1.
    package let hfu: Double
    /// Attention scores never reach the memory.
    package let fusedAttention: Bool
    /// Throughputs of one study share authors, software and machine.
    package let study: String
    package let source: String
    package let year: Int
    package let confidence: Confidence

    /// From its parts; checks nothing.
    package init(
        name: String, family: AcceleratorFamily, parameters: Double, accelerators: Int, hfu: Double,
        fusedAttention: Bool, study: String, source: String, year: Int, confidence: Confidence
    ) {
        self.name = name
        self.family = family
        self.parameters = parameters
        self.accelerators = accelerators
        self.hfu = hfu
        self.fusedAttention = fusedAttention
        self.study = study
        self.source = source
        self.year = year
        self.confidence = confidence
    }
}

/// The embedded throughputs, in the order of the file.
package struct Throughputs: Sendable {
    /// By name, sorted.
    package let families: [AcceleratorFamily]
    package let all: [Throughput]

    /// The table that is embedded in the program; a test reads it.
    package static let builtIn: Throughputs = {
        do {
            return try Throughputs(String(decoding: PackageResources.throughput_yaml, as: UTF8.self))
        } catch {
            preconditionFailure("throughput.yaml: \(error)")
        }
    }()

    /// Reads a table from its text.
    ///
    /// - Throws: for what is no such table: a `DecodingError`, a `QuantityError`, or a `PublishedTableError`.
    package init(_ text: String) throws {
        let file = try YAMLDecoder().decode(File.self, from: text)
        let families = try file.hardware.map { name, figures in
            AcceleratorFamily(
                name: name, peak: try FLOPRate(parsing: figures.peak),
                bandwidth: try Bandwidth(parsing: figures.bandwidth), isTPU: name.hasPrefix("TPU"),
                source: figures.source)
        }.sorted { $0.name < $1.name }
        self.families = families
        all = try file.throughputs.map { row in
            guard let family = families.first(where: { $0.name == row.hardware }),
                let source = file.sources[row.source],
                let confidence = Confidence(rawValue: source.confidence)
            else { throw PublishedTableError(description: "\(row.name): its hardware or source is not in the file") }
            guard let parameters = Double(row.parameters), let hfu = try row.hfu(on: family), hfu > 0, hfu < 1
            else { throw PublishedTableError(description: "\(row.name): no HFU between 0 and 1 follows from it") }
            return Throughput(
                name: row.name, family: family, parameters: parameters * 1e9, accelerators: row.accelerators, hfu: hfu,
                fusedAttention: row.fusedAttention ?? false, study: row.source, source: source.title, year: source.year,
                confidence: confidence)
        }
    }

    /// The family of that name.
    package func family(_ name: String) -> AcceleratorFamily? { families.first { $0.name == name } }
}

private struct File: Decodable {
    struct Hardware: Decodable {
        let peak: String
        let bandwidth: String
        let source: String
    }

    struct Source: Decodable {
        let title: String
        let year: Int
        let confidence: String
    }

    let hardware: [String: Hardware]
    let throughputs: [Row]
    let sources: [String: Source]
}

private struct Row: Decodable {
    enum CodingKeys: String, CodingKey {
        case name, hardware, parameters, accelerators, hfu, mfu, recomputation, source
        case modelRate = "model_rate"
        case hardwareRate = "hardware_rate"
        case fusedAttention = "fused_attention"
    }

    let name: String
    let hardware: String
    let parameters: String
    let accelerators: Int
    let hfu: String?
    let mfu: String?
    let modelRate: String?
    let hardwareRate: String?
    let recomputation: String?
    let fusedAttention: Bool?
    let source: String

    /// From whichever was measured; `nil` for none of them, or a recomputation that is not known.
    func hfu(on family: AcceleratorFamily) throws -> Double? {
        let peak = Double(family.peak.count)
        if let hfu { return Double(hfu).map { $0 / 100 } }
        if let hardwareRate { return Double(try FLOPRate(parsing: hardwareRate).count) / peak }
        guard let kind = Recomputation(rawValue: recomputation ?? "none") else { return nil }
        // The shapes of these models are not in the file: the share of attention is taken as in `TrainingWork`.
        let ratio = kind == .full ? 4.0 / 3 : kind == .selective ? 1.02 : 1
        if let mfu { return Double(mfu).map { $0 / 100 * ratio } }
        return try modelRate.map { Double(try FLOPRate(parsing: $0).count) * ratio / peak }
    }
}
