/// What is wrong with which shard's file, and at which byte of it.
package struct ShardError: Error, Hashable, CustomStringConvertible {
    package enum Problem: Hashable, Sendable {
        /// The operating system refused a call; `reason` in its words.
        case system(operation: String, reason: String)
        /// The file does not begin as a shard does.
        case notAShard
        /// Written by a version that this one cannot read.
        case version(UInt32)
        /// Tokens of another width than one byte.
        case tokenWidth(UInt32)
        /// Shorter or longer than its header says, in bytes.
        case length(expected: UInt64, found: UInt64)
        /// Some byte has changed.
        case checksum(expected: UInt64, found: UInt64)
    }

    package let path: String
    /// Where in the file, in bytes from its start.
    package let offset: Int
    package let problem: Problem

    init(path: String, offset: Int, problem: Problem) {
        self.path = path
        self.offset = offset
        self.problem = problem
    }

    init(_ failure: FileFailure, offset: Int) {
        let problem = Problem.system(operation: failure.operation, reason: failure.reason)
        self.init(path: failure.path, offset: offset, problem: problem)
    }

    package var description: String {
        let remedy = "delete it and start the run again"
        return switch problem {
        case .system(let operation, let reason): "shard \(path): \(operation) at byte \(offset): \(reason)"
        case .notAShard: "shard \(path), byte \(offset): this is not a shard file; \(remedy)"
        case .version(let found):
            "shard \(path), byte \(offset): version \(found), this program reads \(ShardFormat.version); \(remedy)"
        case .tokenWidth(let found): "shard \(path), byte \(offset): \(found) bytes per token, not 1; \(remedy)"
        case .length(let expected, let found):
            "shard \(path), byte \(offset): \(found) bytes long where its header says \(expected); \(remedy)"
        case .checksum(let expected, let found):
            """
            shard \(path), byte \(offset): checksum \(String(expected, radix: 16)), but the content gives \
            \(String(found, radix: 16)); \(remedy)
            """
        }
    }
}
