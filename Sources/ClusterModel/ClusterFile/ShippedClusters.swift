/// The cluster files that are embedded in the program (and also stand in `cluster-configs/`).
package enum ShippedClusters {
    /// Their names, the default first.
    package static let names = [
        "default", "10gbe", "1gbe", "laptop", "leaf-spine-3to1", "fat-tree", "rail", "torus", "two-sites", "graph",
    ]

    /// The text of one; `nil` for any other name.
    package static func text(of name: String) -> String? {
        let bytes: [UInt8]? =
            switch name {
            case "default": PackageResources.cluster_default_yaml
            case "10gbe": PackageResources.cluster_10gbe_yaml
            case "1gbe": PackageResources.cluster_1gbe_yaml
            case "laptop": PackageResources.cluster_laptop_yaml
            case "leaf-spine-3to1": PackageResources.cluster_leaf_spine_3to1_yaml
            case "fat-tree": PackageResources.cluster_fat_tree_yaml
            case "rail": PackageResources.cluster_rail_yaml
            case "torus": PackageResources.cluster_torus_yaml
            case "two-sites": PackageResources.cluster_two_sites_yaml
            case "graph": PackageResources.cluster_graph_yaml
            default: nil
            }
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }
}
