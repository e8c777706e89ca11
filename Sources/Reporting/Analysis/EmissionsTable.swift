internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// Emissions by component (rows) and by what they were for (columns), in exact micrograms; the facility's are folded
/// into the component that it serves.
struct EmissionsTable: Sendable {
    struct Row: Sendable {
        let label: String
        /// useful, net stall, other wait, fabric.
        let cells: [Int128]
        var total: Int128 { cells.reduce(0, +) }
    }

    static let columns = ["useful", "net stall", "other wait", "fabric"]
    let rows: [Row]

    /// Rows without any emissions are left out.
    init(account: RunAccount) {
        let cluster = account.job.cluster
        let inventory = FabricInventory(cluster: cluster)
        let labels = Labels(cluster: cluster)
        let parts: [(Component, String)] = [
            (.accelerator, labels.accelerators), (.cpu, labels.sockets), (.memory, labels.memory),
            (.hostBase, labels.bases), (.storage, labels.storage), (.nic, labels.nics),
            (.switch, inventory.switches == 1 ? "switch 1" : "switches \(inventory.switches)"),
            (.optics, "optics \(inventory.optics)"), (.wan, "WAN links \(inventory.wanLinks)"),
        ]
        var rows = parts.map { component, label in
            Row(
                label: label,
                cells: Column.allCases.map { column in
                    account.ledger.total { _, serving, _, cause in
                        serving == component && cause != .transfer && Column(cause) == column
                    }.emissions
                })
        }
        let moved = ByteCount(count: account.anatomy.bytesSent).formatted(decimals: 1)
        rows.append(
            Row(
                label: "transfers \(moved)",
                cells: [0, 0, 0, account.ledger.total { _, _, _, cause in cause == .transfer }.emissions]))
        self.rows = rows.filter { row in row.cells.contains { $0 != 0 } }
    }

    /// What a column stands for.
    enum Column: CaseIterable {
        case useful, networkStall, otherWait, fabric

        init(_ cause: Cause) {
            switch cause {
            case .useful: self = .useful
            case .latency, .bandwidth, .contention, .linkFault: self = .networkStall
            case .imbalance, .intraNode, .straggler, .storageStall, .slowedByCommunication: self = .otherWait
            case .standing, .transfer: self = .fabric
            }
        }
    }

    /// How many of each thing there are.
    private struct Labels {
        let cluster: Cluster

        private func sum(_ count: (NodeGroup) -> Int) -> Int { cluster.nodes.reduce(0) { $0 + $1.count * count($1) } }
        var accelerators: String { "accelerators \(sum(\.acceleratorsPerNode))" }
        var sockets: String { "CPU \(sum(\.sockets))" }
        var bases: String { "node base \(cluster.nodeCount)" }
        var storage: String { "storage \(sum(\.storagePerNode))" }
        var nics: String { "NIC \(sum(\.nicsPerNode))" }
        var memory: String {
            guard cluster.nodes.count == 1, let group = cluster.nodes.first else {
                return "memory \(cluster.nodeCount)"
            }
            return "memory \(group.count) x \(group.memory.formatted(decimals: 0))"
        }
    }
}
