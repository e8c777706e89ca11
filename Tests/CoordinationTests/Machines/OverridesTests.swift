import ClusterModel
import Coordination
import SwiftProtobuf
import Testing
import Units

@Suite("Overrides on the way to a worker")
struct OverridesTests {
    @Test("All of them arrive as they were, and so does their absence")
    func roundTrip() throws {
        let all = ClusterOverrides(
            nodes: 3, steps: 5, seed: .max, gradientType: .bf16, bucketSize: ByteCount(count: 1 << 20),
            microBatchPerAccelerator: 7, algorithm: .doubleBinaryTree, groupSize: 2, segments: 16, overlap: false,
            gradientAccumulation: 4, sharding: .zero2)
        for overrides in [all, ClusterOverrides(), ClusterOverrides(overlap: true), ClusterOverrides(nodes: 1)] {
            let bytes: [UInt8] = try Ringwatt_Control_Overrides(overrides).serializedBytes()
            #expect(ClusterOverrides(try Ringwatt_Control_Overrides(serializedBytes: bytes)) == overrides)
        }
    }

    @Test("Every algorithm arrives", arguments: CollectiveChoice.Algorithm.allCases)
    func algorithms(algorithm: CollectiveChoice.Algorithm) {
        let overrides = ClusterOverrides(algorithm: algorithm)
        #expect(ClusterOverrides(Ringwatt_Control_Overrides(overrides)) == overrides)
    }
}
