package import Collectives
internal import Units

/// What is asked of `coordinator collective`: which collective, by which algorithms, in which sizes.
package struct CollectiveQuestion: Sendable {
    package let operation: CollectiveOperation
    /// In the order in which they are printed; of the halves the ring alone.
    package let algorithms: [Algorithm]
    package let sweep: SizeSweep
    /// Which results are compared with a plain sum.
    package let check: CheckRule

    /// Which schedules are played in memory and compared with a plain sum.
    package enum CheckRule: Sendable, Hashable {
        case none
        /// Those whose vectors take at most so many bytes: of one rank, and of all ranks together.
        case upTo(rank: Int64, total: Int64)

        /// What nobody has to wait for: 64 MiB over all ranks.
        package static let small = upTo(rank: 64 << 20, total: 64 << 20)
        /// What a machine can hold: 64 MiB a rank, 4 GiB over all ranks.
        package static let asked = upTo(rank: 64 << 20, total: 4 << 30)

        /// - Parameter bytes: of one rank's vector.
        func includes(bytes: Int64, ranks: Int) -> Bool {
            switch self {
            case .none: false
            case .upTo(let rank, let total): bytes <= rank && bytes * Int64(ranks) <= total
            }
        }
    }

    /// Reads the options' words.
    ///
    /// - Parameters:
    ///   - collective: `all-reduce`, `reduce-scatter` or `all-gather`.
    ///   - algorithms: names with commas between them; `nil` for all.
    ///   - check: what `--check` and `--no-check` say; `nil` without either.
    /// - Throws: `CollectiveQuestionError` for the first word that is not understood.
    package init(
        collective: String, algorithms: String?, sweep: SizeSweep, check: Bool?
    ) throws(CollectiveQuestionError) {
        guard let operation = CollectiveOperation(rawValue: collective) else {
            let known = CollectiveOperation.allCases.map(\.rawValue).joined(separator: ", ")
            throw CollectiveQuestionError("--collective \(collective): use one of \(known)")
        }
        self.operation = operation
        self.sweep = sweep
        self.check = check.map { $0 ? .asked : .none } ?? .small
        let named = try algorithms.map { text throws(CollectiveQuestionError) in try Self.read(text) }
        guard operation == .allReduce else {
            if let other = named?.first(where: { $0 != .ring }) {
                throw CollectiveQuestionError(
                    "--algorithm \(other.rawValue): \(operation.rawValue) is done by the ring; leave the option out")
            }
            self.algorithms = [.ring]
            return
        }
        self.algorithms = named ?? Algorithm.allCases
    }

    private static func read(_ text: String) throws(CollectiveQuestionError) -> [Algorithm] {
        var found: [Algorithm] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name = word.trimmingPrefix { $0.isWhitespace }
            guard let algorithm = Algorithm(rawValue: String(name)) else {
                let known = Algorithm.allCases.map(\.rawValue).joined(separator: ", ")
                throw CollectiveQuestionError("--algorithm '\(name)' is not known: use \(known)")
            }
            if !found.contains(algorithm) { found.append(algorithm) }
        }
        return found
    }
}
