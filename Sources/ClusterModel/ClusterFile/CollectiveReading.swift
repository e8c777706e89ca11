/// Reads `collective`: how buckets are all-reduced between the nodes.
enum CollectiveReading {
    private static let keys = ["algorithm", "group_size", "segments"]

    /// The choice with the overrides applied, or `nil` after logging. An absent section is the ring.
    ///
    /// - Parameter nodeCount: `nil` if the nodes cannot be read: groups are then not compared with it.
    static func choice(
        _ value: YAMLValue?, place: YAMLValue, nodeCount: Int?, overrides: ClusterOverrides, log: ProblemLog
    ) -> CollectiveChoice? {
        let empty = YAMLValue(location: place.location, content: .mapping([]), isBuiltIn: false)
        guard
            let fields = MappingReader(
                value ?? empty, path: "collective", keys: keys, example: "{ algorithm: ring }", log: log)
        else { return nil }
        let algorithm = fields.choice("algorithm", default: CollectiveChoice.Algorithm.ring)
        let groupSize = fields.optionalInteger("group_size", in: Limits.groupSize)
        let segments = fields.optionalInteger("segments", in: Limits.segments)
        guard let algorithm, let groupSize, let segments else { return nil }
        let choice = overrides.applied(
            to: CollectiveChoice(algorithm: algorithm, groupSize: groupSize, segments: segments))
        for parameter in parameters(of: choice, overrides: overrides) where parameter.isWithoutEffect {
            // An algorithm on the command line leaves the file's parameters of another one alone.
            let place =
                parameter.isOverridden ? Location(file: parameter.option) : fields.optional(parameter.key)?.location
            guard let place, parameter.isOverridden || overrides.algorithm == nil else { continue }
            log.warning(
                place,
                "\(parameter.isOverridden ? "it" : "collective.\(parameter.key)") has no effect with the algorithm "
                    + choice.algorithm.rawValue,
                remedy: "it is a parameter of \(parameter.algorithm.rawValue)")
        }
        if let size = choice.groupSize, let nodeCount, choice.algorithm == .twoLevel || choice.algorithm == .auto {
            let isOverridden = overrides.groupSize != nil
            GroupSizeCheck(
                size: size, nodeCount: nodeCount, what: isOverridden ? "it" : "collective.group_size",
                location: isOverridden
                    ? Location(file: "--group-size") : fields.optional("group_size")?.location ?? fields.location,
                log: log
            ).run()
        }
        return choice
    }

    private struct Parameter {
        let key: String
        let option: String
        /// The algorithm that it belongs to.
        let algorithm: CollectiveChoice.Algorithm
        let isOverridden: Bool
        let isWithoutEffect: Bool
    }

    private static func parameters(of choice: CollectiveChoice, overrides: ClusterOverrides) -> [Parameter] {
        func parameter(_ key: String, _ option: String, _ algorithm: CollectiveChoice.Algorithm, _ isOverridden: Bool)
            -> Parameter
        {
            Parameter(
                key: key, option: option, algorithm: algorithm, isOverridden: isOverridden,
                isWithoutEffect: choice.algorithm != algorithm && choice.algorithm != .auto)
        }
        return [
            parameter("group_size", "--group-size", .twoLevel, overrides.groupSize != nil),
            parameter("segments", "--segments", .doubleBinaryTree, overrides.segments != nil),
        ]
    }
}

extension MappingReader {
    /// A whole number within bounds that may be absent; the outer `nil` after logging.
    fileprivate func optionalInteger(_ key: String, in range: ClosedRange<Int>) -> Int?? {
        guard let value = optional(key) else { return .some(nil) }
        return integer(value, name(of: key), in: range).map { .some($0) }
    }
}
