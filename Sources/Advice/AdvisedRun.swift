package import Accounting
package import ClusterModel
internal import Emulation

/// A run that alternatives are sought for: its cluster as it was loaded, and what was booked on it.
package struct AdvisedRun: Sendable {
    /// For people.
    package let name: String
    package let loaded: ClusterFile.Loaded
    package let account: RunAccount

    /// - Precondition: the account is that of the loaded cluster.
    package init(name: String, loaded: ClusterFile.Loaded, account: RunAccount) {
        precondition(account.job.cluster == loaded.cluster, "an account of another cluster")
        self.name = name
        self.loaded = loaded
        self.account = account
    }

    package var cluster: Cluster { loaded.cluster }

    /// The names of the sites where nodes stand, each once, in the order of the nodes.
    var usedSites: [String] {
        cluster.nodes.reduce(into: []) { names, group in
            if !names.contains(group.site) { names.append(group.site) }
        }
    }
}
