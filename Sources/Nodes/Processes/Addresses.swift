internal import Foundation
package import ZeroMQ

/// Where coordinators and workers meet.
package enum Addresses {
    /// The environment variable that names the coordinator's address for both programs.
    package static let variable = "RINGWATT_COORDINATOR"

    /// The address given by a flag, else by `RINGWATT_COORDINATOR`, else this user's own meeting point on this host.
    ///
    /// - Throws: if it is not an endpoint, or can be reached from other hosts and `insecure` does not allow that.
    package static func resolve(_ text: String?, insecure: Bool) throws -> Endpoint {
        let given = text ?? ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
        let endpoint = try Endpoint(given ?? "ipc://\(PrivateFolder.base)/coordinator")
        try requireLoopback(endpoint, insecure: insecure)
        return endpoint
    }

    /// Refuses what other hosts can reach, unless the user said that the network is trusted.
    package static func requireLoopback(_ endpoint: Endpoint, insecure: Bool) throws {
        guard endpoint.isLoopback || insecure else { throw InsecureAddress(endpoint: endpoint) }
    }
}

/// An address beyond this host without the user's word that this is meant.
package struct InsecureAddress: Error, CustomStringConvertible, Sendable {
    let endpoint: Endpoint
    package var description: String {
        "\(endpoint) can be reached from other hosts, and messages are neither encrypted nor authenticated: use a "
            + "loopback address, or add --insecure on a network that you trust"
    }
}
