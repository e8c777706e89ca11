/// The catalog's text in layers: the built-in files, then what overrides them.
enum CatalogLayers {
    /// The sections of a catalog; each built-in file holds one or a part of one, but tdp.yaml, which adds to entries of two.
    static let sections = [
        "accelerators", "cpus", "load_curves", "memory", "interconnects", "nics", "switches", "optics", "wan",
        "storage", "hosts",
        "regions", "operators", "models", "assumptions", "processors",
    ]

    /// The built-in files, embedded in the program.
    static var builtInTexts: [(file: String, bytes: [UInt8])] {
        [
            // Under the files whose entries it adds to, so that what is missing is missing there.
            ("tdp.yaml", PackageResources.tdp_yaml),
            ("accelerators.yaml", PackageResources.accelerators_yaml), ("tpus.yaml", PackageResources.tpus_yaml),
            ("cpus.yaml", PackageResources.cpus_yaml), ("load_curves.yaml", PackageResources.load_curves_yaml),
            ("memory.yaml", PackageResources.memory_yaml),
            ("interconnects.yaml", PackageResources.interconnects_yaml), ("nics.yaml", PackageResources.nics_yaml),
            ("switches.yaml", PackageResources.switches_yaml), ("optics.yaml", PackageResources.optics_yaml),
            ("wan.yaml", PackageResources.wan_yaml),
            ("storage.yaml", PackageResources.storage_yaml), ("hosts.yaml", PackageResources.hosts_yaml),
            ("regions.yaml", PackageResources.regions_yaml),
            ("regions-google.yaml", PackageResources.regions_google_yaml),
            ("regions-aws.yaml", PackageResources.regions_aws_yaml),
            ("regions-azure.yaml", PackageResources.regions_azure_yaml),
            ("operators.yaml", PackageResources.operators_yaml),
            ("models.yaml", PackageResources.models_yaml), ("assumptions.yaml", PackageResources.assumptions_yaml),
            ("processors.yaml", PackageResources.processors_yaml),
        ]
    }

    /// The built-in layers, in the order of their files.
    static func builtIn(log: ProblemLog) -> [YAMLValue] {
        builtInTexts.compactMap { file, bytes in
            YAMLParsing.parse(
                text: String(decoding: bytes, as: UTF8.self), file: "catalog/\(file)", isBuiltIn: true, log: log)
        }
    }

    /// The sections of layers by name, later layers over earlier ones field by field; unknown sections are logged.
    static func merged(_ layers: [YAMLValue], log: ProblemLog) -> [String: YAMLValue] {
        var merged: [String: YAMLValue] = [:]
        for layer in layers {
            guard let reader = MappingReader(layer, path: "", keys: sections, log: log) else { continue }
            for entry in reader.entries {
                let depth = entry.key == "assumptions" ? 1 : 2
                merged[entry.key] = merged[entry.key].map { merge($0, entry.value, depth: depth) } ?? entry.value
            }
        }
        return merged
    }

    /// `upper` laid over `lower`, `depth` levels of mappings deep; below that, the upper value replaces the lower.
    ///
    /// The merged mapping has the place of the upper one, so that a missing field is reported where the user writes.
    static func merge(_ lower: YAMLValue, _ upper: YAMLValue, depth: Int) -> YAMLValue {
        guard depth > 0, case .mapping(let under) = lower.content, case .mapping(let over) = upper.content else {
            return upper
        }
        var entries = under
        for entry in over {
            if let index = entries.firstIndex(where: { $0.key == entry.key }) {
                let merged = merge(entries[index].value, entry.value, depth: depth - 1)
                entries[index] = .init(key: entry.key, keyLocation: entry.keyLocation, value: merged)
            } else {
                entries.append(entry)
            }
        }
        return YAMLValue(location: upper.location, content: .mapping(entries), isBuiltIn: upper.isBuiltIn)
    }
}
