internal import Foundation
internal import Glibc

/// How much is executed on one host.
package enum CollectiveLimits {
    /// Each rank is a thread.
    package static let ranks = 64
    /// Bytes of one rank's vector: the longest part of a message that is taken.
    package static let vectorBytes = 1 << 30
    /// Bytes of all vectors, that of the plain result among them.
    package static let totalBytes = 4 << 30

    /// - Parameter elements: of one rank's vector, 4 bytes each.
    /// - Throws: `limit` if that is too much for one host.
    package static func check(ranks: Int, elements: Int) throws(CollectiveExecutionError) {
        guard ranks <= Self.ranks else {
            throw .limit(
                "\(ranks) ranks are more than the \(Self.ranks) that are executed on one host: choose --nodes "
                    + "\(Self.ranks) or fewer, or leave out --execute")
        }
        let largest = min(vectorBytes, totalBytes / (ranks + 1)) / 4
        guard elements <= largest else {
            throw .limit(
                "vectors of \(elements) Float32 elements are too large to be executed: \(ranks) ranks have room for "
                    + "\(largest) each (1 GiB a vector, 4 GiB in all, one more vector for the plain result): choose a "
                    + "smaller size, fewer --nodes, or leave out --execute")
        }
    }

    /// Sees to it that the process may open enough files: a socket has one, a connection has one at each end.
    static func allowFiles(for task: CollectiveTask) throws(CollectiveExecutionError) {
        let links = (0..<task.ranks).reduce(0) { $0 + task.receivers(ofRank: $1).count }
        // Of a rank: its receiving socket, where it listens, and its mailbox.
        let needed = rlim_t(128 + 3 * task.ranks + 3 * links)
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < needed else {
            return
        }
        let before = limit.rlim_cur
        limit.rlim_cur = min(needed, limit.rlim_max)
        guard limit.rlim_cur == needed, setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw .limit(
                "\(task.name): needs \(needed) open files and may have \(max(before, limit.rlim_max)): raise the limit "
                    + "(ulimit -n), or choose fewer --nodes")
        }
    }
}
