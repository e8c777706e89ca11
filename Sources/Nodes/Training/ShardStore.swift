internal import Language

/// Where a process keeps its shards: in files that it really reads from, or in memory for clusters in one process.
package enum ShardStore: Sendable {
    case memory
    /// Files in a folder of the process's own.
    case folder(String)

    func keep(_ tokens: ArraySlice<UInt8>, named name: String) throws(ShardError) -> any TokenSource {
        switch self {
        case .memory: return TokensInMemory(tokens)
        case .folder(let folder):
            let path = "\(folder)/\(name).shard"
            try ShardWriter.write(tokens, to: path)
            return try ShardReader(path: path)
        }
    }
}

extension TokenSource {
    /// Bytes really read from storage; none for tokens in memory.
    var bytesReadSoFar: Int64 { Int64((self as? ShardReader)?.bytesRead ?? 0) }
}
