/// Does a group of two-level fit the cluster, and do both levels have something to do?
///
/// A size that does not divide the nodes is fine: the nodes beyond the last whole group hand their buckets to it.
struct GroupSizeCheck {
    /// Nodes of a group.
    let size: Int
    let nodeCount: Int
    /// The size's name in messages, and its place.
    let what: String
    let location: Location
    let log: ProblemLog

    /// Logs a size above the number of nodes as an error, and one that leaves a level without work as a warning. A
    /// single node has no groups: only ranks that it plays itself would be in them.
    func run() {
        guard nodeCount > 1, Limits.groupSize.contains(size) else { return }
        guard size <= nodeCount else {
            log.error(location, "\(what) is \(size), but the cluster has \(nodeCount) nodes", remedy: remedy)
            return
        }
        guard let loss else { return }
        log.warning(location, "\(what) is \(size): \(loss)", remedy: remedy)
    }

    /// What is lost with this size; `nil` if there are at least two groups of at least two.
    private var loss: String? {
        if size == 1 { return "groups of one node leave two-level a plain ring of \(nodeCount)" }
        if size == nodeCount { return "one group of all nodes leaves two-level a plain ring of \(nodeCount)" }
        guard nodeCount / size == 1 else { return nil }
        let rest = nodeCount - size
        return "\(nodeCount) nodes make one such group and \(rest) beside it, which leaves no second level"
    }

    private var remedy: String {
        let largest = nodeCount / 2
        guard largest > 1 else { return "two-level needs 4 nodes or more, so choose another algorithm" }
        return
            "choose \(largest == 2 ? "2" : "from 2 to \(largest)"), or leave it out for the nodes on one switch or site"
    }
}
