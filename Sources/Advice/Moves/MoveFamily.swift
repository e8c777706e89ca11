internal import ClusterModel

/// What a move changes; of one family a run can take only one.
package enum MoveFamily: String, CaseIterable, Sendable, Hashable {
    case region, start, accelerator, network, algorithm, bucket, overlap, nodes
    case gradientType = "gradient-dtype"

    /// False where the loss may become another one, so that it is no part of what goes together.
    package var keepsTraining: Bool { self != .gradientType }

    /// False also for what rests on too bold an assumption to be counted with others: another accelerator would come with
    /// another host.
    package var goesTogether: Bool { keepsTraining && self != .accelerator }

    /// Region and start hour exclude each other: a region of the catalog has no hours.
    func excludes(_ other: Self) -> Bool {
        self == other || [self, other].allSatisfy { $0 == .region || $0 == .start }
    }

    /// The family's moves for a run.
    func proposal(for run: AdvisedRun) -> Proposal {
        switch self {
        case .region: RegionMoves.proposal(for: run)
        case .start: StartMoves.proposal(for: run)
        case .accelerator: AcceleratorMoves.proposal(for: run)
        case .network: NetworkMoves.proposal(for: run)
        case .algorithm: AlgorithmMoves.proposal(for: run)
        case .bucket: BucketMoves.proposal(for: run)
        case .overlap: OverlapMoves.proposal(for: run)
        case .nodes: NodeMoves.proposal(for: run)
        case .gradientType: GradientMoves.proposal(for: run)
        }
    }

    /// Reads names with commas between them; families come in their own order, each once.
    ///
    /// - Throws: what is near the first name that is none.
    package static func list(parsing text: String) throws(UnknownMove) -> [Self] {
        var wanted: Set<Self> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name = String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            guard let family = Self(rawValue: name) else {
                throw UnknownMove(
                    description: "there is no such move as '\(name)'; "
                        + Spelling.remedy(for: name, among: allCases.map(\.rawValue)))
            }
            wanted.insert(family)
        }
        return allCases.filter(wanted.contains)
    }
}

/// A name that is no family of moves, with the one that may have been meant.
package struct UnknownMove: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
}
