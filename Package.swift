// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "ringwatt",
    dependencies: [
    ],
    targets: [
        .target(name: "Units", swiftSettings: strict),
        .target(name: "ClusterModel", dependencies: ["Units"], swiftSettings: strict),
        .target(name: "Collectives", swiftSettings: strict),
        .target(name: "Emulation", dependencies: ["Units", "ClusterModel", "Collectives"], swiftSettings: strict),
        .target(name: "Accounting", dependencies: ["Units", "ClusterModel", "Emulation"], swiftSettings: strict),
        .testTarget(name: "EmulationTests", dependencies: ["Units", "ClusterModel", "Collectives", "Emulation"], swiftSettings: strict),
        .testTarget(name: "CollectivesTests", dependencies: ["Collectives"], swiftSettings: strict),
    ]
)
