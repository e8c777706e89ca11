// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// One kernel source, built once per instruction set and picked at start-up. `-Ounchecked` stays here: the callers have
/// checked every shape.
var kernelBuilds: [Target] = [
    .target(
        name: "TensorKernelsBaseline", dependencies: ["TensorKernelInterface"],
        swiftSettings: strict + [.unsafeFlags(["-Ounchecked"])])
]
#if arch(x86_64)
    kernelBuilds += [
        .target(
            name: "TensorKernelsAVX2", dependencies: ["TensorKernelInterface"],
            swiftSettings: strict + [
                .define("KERNELS_AVX2"), .unsafeFlags(["-Ounchecked", "-Xcc", "-march=x86-64-v3"]),
            ]),
        .target(
            name: "TensorKernelsAVX512", dependencies: ["TensorKernelInterface"],
            swiftSettings: strict + [
                .define("KERNELS_AVX512"), .unsafeFlags(["-Ounchecked", "-Xcc", "-march=x86-64-v4"]),
            ]),
    ]
#endif

/// A module of ours; modules stand in the order in which data flows and import only what stands above them.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "ringwatt",
    products: [
        .executable(name: "coordinator", targets: ["coordinator"]),
        .executable(name: "worker", targets: ["worker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        module("Units"),
        module("TensorKernelInterface"),
    ] + kernelBuilds + [
        module("TensorKernels", ["TensorKernelInterface"] + kernelBuilds.map { .target(name: $0.name) }),
        module("Tensors", ["TensorKernels"]),
        module("NeuralNetwork", ["TensorKernels", "Tensors"]),
        module("Language"),
        module(
            "ClusterModel", ["Units", .product(name: "Yams", package: "Yams")],
            resources: [.embedInCode("Catalog"), .embedInCode("Shipped")]),
        module("Calibration", ["Units", "ClusterModel"]),
        module("Collectives"),
        module("Emulation", ["Units", "ClusterModel", "Collectives"]),
        module("Accounting", ["Units", "ClusterModel", "Emulation"]),
        module("Advice", ["Units", "ClusterModel", "Collectives", "Emulation", "Accounting"]),
        module("Estimation", ["Units", "ClusterModel"]),
        module(
            "Projection",
            [
                "Units", "ClusterModel", "Collectives", "Emulation", "Accounting",
                .product(name: "Yams", package: "Yams"),
            ], resources: [.embedInCode("Data")]),
        .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"]), .brew(["zeromq"])]),
        module("ZeroMQ", ["CZeroMQ"]),
        .systemLibrary(name: "CXXHash", providers: [.apt(["libxxhash-dev"]), .brew(["xxhash"])]),
        module("Digests", ["CXXHash"]),
        .target(
            name: "Coordination",
            dependencies: [
                "Units", "ClusterModel", "Collectives", "Emulation", "Accounting", "Digests",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["Protocol/control.proto"], swiftSettings: strict),
        module(
            "Nodes",
            [
                "Units", "TensorKernels", "NeuralNetwork", "Language", "ClusterModel", "Collectives", "Emulation",
                "Accounting", "ZeroMQ", "Digests", "Coordination",
            ]),
        module("Charts"),
        module(
            "RunStore",
            [
                "Units", "ClusterModel", "Collectives", "Emulation", "Accounting", "Coordination",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        module(
            "Reporting",
            [
                "Units", "Language", "ClusterModel", "Collectives", "Emulation", "Accounting", "Advice", "Estimation",
                "Projection", "Coordination", "RunStore", "Charts",
            ]),
        .executableTarget(
            name: "coordinator",
            dependencies: [
                "Units", "NeuralNetwork", "Language", "ClusterModel", "Calibration", "Emulation", "Accounting",
                "Advice", "Estimation", "Projection", "ZeroMQ",
                "Digests",
                "Coordination",
                "Nodes", "RunStore", "Reporting",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "ringwatt-bench",
            dependencies: [
                "Units", "TensorKernels", "Tensors", "NeuralNetwork", "ClusterModel", "Collectives", "Emulation",
                "Accounting", "ZeroMQ", "Coordination",
            ], swiftSettings: strict),
        .executableTarget(
            name: "worker",
            dependencies: [
                "TensorKernels", "ZeroMQ", "Coordination", "Nodes",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),

        .target(
            name: "TestSupport", dependencies: ["Units", "Language", "ClusterModel", "Coordination"],
            path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("UnitsTests", ["Units"]),
        tests("TensorKernelsTests", ["TensorKernels"]),
        tests("TensorsTests", ["TensorKernels", "Tensors"]),
        tests("NeuralNetworkTests", ["TensorKernels", "Tensors", "NeuralNetwork"]),
        tests("LanguageTests", ["Language"]),
        tests("ClusterModelTests", ["Units", "ClusterModel"], exclude: ["Snapshots"]),
        tests("CalibrationTests", ["Units", "ClusterModel", "Calibration"]),
        tests("CollectivesTests", ["Collectives"]),
        tests("EmulationTests", ["Units", "ClusterModel", "Collectives", "Emulation", "TestSupport"]),
        tests("AccountingTests", ["Units", "ClusterModel", "Emulation", "Accounting", "TestSupport"]),
        tests("AdviceTests", ["Units", "ClusterModel", "Emulation", "Accounting", "Advice"]),
        tests("EstimationTests", ["Units", "ClusterModel", "Estimation"]),
        tests("ProjectionTests", ["Units", "ClusterModel", "Collectives", "Emulation", "Accounting", "Projection"]),
        tests("ZeroMQTests", ["ZeroMQ"]),
        // Not linked, but built before the tests that start them.
        tests("ProcessTests", ["coordinator", "worker"]),
        tests("ChartsTests", ["Charts"], exclude: ["Snapshots"]),
        tests(
            "ReportingTests",
            [
                "Units", "ClusterModel", "Collectives", "Emulation", "Accounting", "Advice", "Estimation", "Projection",
                "Reporting",
            ],
            exclude: ["Snapshots"]),
        tests("DigestsTests", ["Digests"]),
        tests(
            "RunStoreTests",
            [
                "Units", "ClusterModel", "Emulation", "Accounting", "Coordination", "RunStore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        tests(
            "CoordinationTests",
            [
                "Units", "ClusterModel", "Collectives", "Emulation", "Accounting", "Digests", "Coordination",
                "TestSupport", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ]),
        tests(
            "NodesTests",
            [
                "Units", "TensorKernels", "NeuralNetwork", "ClusterModel", "Collectives", "Emulation", "Accounting",
                "Digests",
                "Coordination",
                "Nodes", "TestSupport",
            ]),
    ]
)
