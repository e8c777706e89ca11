/// The networks that are embedded in the program (and also stand in `cluster-configs/networks/`).
enum ShippedNetworks {
    /// Ethernet, then InfiniBand, the slowest first.
    static let names = [
        "1gbe", "10gbe", "25gbe", "40gbe", "50gbe", "100gbe", "200gbe", "400gbe", "hdr", "ndr",
    ]

    /// The text of one; `nil` for any other name.
    static func text(of name: String) -> String? {
        let bytes: [UInt8]? =
            switch name {
            case "1gbe": PackageResources.network_1gbe_yaml
            case "10gbe": PackageResources.network_10gbe_yaml
            case "25gbe": PackageResources.network_25gbe_yaml
            case "40gbe": PackageResources.network_40gbe_yaml
            case "50gbe": PackageResources.network_50gbe_yaml
            case "100gbe": PackageResources.network_100gbe_yaml
            case "200gbe": PackageResources.network_200gbe_yaml
            case "400gbe": PackageResources.network_400gbe_yaml
            case "hdr": PackageResources.network_hdr_yaml
            case "ndr": PackageResources.network_ndr_yaml
            default: nil
            }
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }
}
