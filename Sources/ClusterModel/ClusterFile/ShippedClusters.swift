/// The cluster files that are embedded in the program (and also stand in `cluster-configs/`).
package enum ShippedClusters {
    /// Their names, the default first.
    package static let names = ["default", "10gbe", "1gbe", "laptop"]

    /// The text of one; `nil` for any other name.
    package static func text(of name: String) -> String? {
        let bytes: [UInt8]? =
            switch name {
            case "default": PackageResources.cluster_default_yaml
            case "10gbe": PackageResources.cluster_10gbe_yaml
            case "1gbe": PackageResources.cluster_1gbe_yaml
            case "laptop": PackageResources.cluster_laptop_yaml
            default: nil
            }
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }
}
