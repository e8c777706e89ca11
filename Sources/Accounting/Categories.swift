package import Emulation

/// What draws the energy.
package enum Component: String, CaseIterable, Sendable, Hashable {
    /// With its HBM.
    case accelerator
    case cpu
    /// Host DRAM.
    case memory
    /// Fans, supply losses, board, and the switches between the accelerators of a node.
    case hostBase = "host_base"
    case storage
    case nic
    case `switch`
    case optics
    /// What joins sites: line systems and routers, with a site of their own.
    case wan
    /// Cooling and power distribution: (PUE − 1) of what the other components draw.
    case facility

    /// True for the devices that only the network between nodes needs.
    package var isFabric: Bool { self == .nic || self == .switch || self == .optics || self == .wan }
}

/// What the energy was drawn for.
package enum Cause: String, CaseIterable, Sendable, Hashable {
    case useful
    case imbalance
    case intraNode = "intra_node"
    case straggler
    case latency
    case bandwidth
    case contention
    case linkFault = "link_fault"
    case storageStall = "storage_stall"
    /// Compute that took longer because communication ran beside it.
    case slowedByCommunication = "slowed_by_communication"
    /// A network device's power that does not depend on load.
    case standing
    /// A network device's power that follows the bytes.
    case transfer

    package init(_ wait: WaitCause) {
        switch wait {
        case .imbalance: self = .imbalance
        case .intraNode: self = .intraNode
        case .straggler: self = .straggler
        case .latency: self = .latency
        case .bandwidth: self = .bandwidth
        case .contention: self = .contention
        case .linkFault: self = .linkFault
        }
    }

    /// True for the waits that the network between nodes causes.
    package var isNetworkWait: Bool {
        switch self {
        case .latency, .bandwidth, .contention, .linkFault: true
        case .useful, .imbalance, .intraNode, .straggler, .storageStall, .slowedByCommunication, .standing, .transfer:
            false
        }
    }
}

/// The part of a job's life.
package enum Phase: String, CaseIterable, Sendable, Hashable {
    case forward
    case backward
    case allReduce = "all_reduce"
    case optimizer
    case checkpoint
    case evaluate
}
