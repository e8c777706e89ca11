/// Which collective between the nodes all-reduces a bucket.
package struct CollectiveChoice: Hashable, Sendable {
    /// The algorithms by the names that users write, or the choice left to the model.
    package enum Algorithm: String, CaseIterable, Hashable, Sendable {
        /// What the model's own price finds fastest.
        case auto
        case ring
        case halvingDoubling = "halving-doubling"
        case recursiveDoubling = "recursive-doubling"
        case binomialTree = "binomial-tree"
        case doubleBinaryTree = "double-binary-tree"
        case parameterServer = "parameter-server"
        case shardedParameterServer = "sharded-parameter-server"
        case direct
        case twoLevel = "two-level"
    }
    package var algorithm: Algorithm
    /// Ranks of a group, of two-level; `nil` for those on one first-level switch or site.
    package var groupSize: Int?
    /// Segments of each half of the bucket, of the double binary tree; `nil` for a number from the model's own price.
    package var segments: Int?

    package init(algorithm: Algorithm = .ring, groupSize: Int? = nil, segments: Int? = nil) {
        self.algorithm = algorithm
        self.groupSize = groupSize
        self.segments = segments
    }
}

extension CollectiveChoice.Algorithm {
    /// An algorithm from the name that a user writes.
    ///
    /// - Throws: what is near the name, or all names.
    package init(parsing name: String) throws(UnknownName) {
        guard let algorithm = Self(rawValue: name) else {
            throw UnknownName(
                description: "there is no such algorithm; "
                    + Spelling.remedy(for: name, among: Self.allCases.map(\.rawValue)))
        }
        self = algorithm
    }
}

/// A name that stands for nothing, with the one that may have been meant.
package struct UnknownName: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
}
