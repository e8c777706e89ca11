/// Cloud regions of one operator that lie in one country.
enum RegionCountries {
    private static let groups: [Set<String>] = [
        // Google.
        [
            "us-central1", "us-east1", "us-east4", "us-east5", "us-south1", "us-west1", "us-west2", "us-west3",
            "us-west4",
        ],
        ["northamerica-northeast1", "northamerica-northeast2"], ["europe-west3", "europe-west10"],
        ["europe-west8", "europe-west12"], ["asia-south1", "asia-south2"], ["asia-northeast1", "asia-northeast2"],
        ["australia-southeast1", "australia-southeast2"],
        // AWS.
        ["us-east-1", "us-east-2", "us-west-1", "us-west-2"], ["ap-south-1", "ap-south-2"],
        ["ap-northeast-1", "ap-northeast-3"], ["ap-southeast-2", "ap-southeast-4"], ["cn-north-1", "cn-northwest-1"],
        // Azure.
        [
            "eastus", "eastus2", "centralus", "northcentralus", "southcentralus", "westus", "westus2", "westus3",
            "westcentralus",
        ],
        ["canadacentral", "canadaeast"], ["uksouth", "ukwest"], ["centralindia", "southindia"],
        ["japaneast", "japanwest"], ["australiaeast", "australiasoutheast"],
    ]

    static func areInOne(_ a: String, _ b: String) -> Bool {
        a != b && groups.contains { $0.contains(a) && $0.contains(b) }
    }
}
