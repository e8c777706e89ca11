import ClusterModel
import Foundation
import Testing
import Units

/// The folder of the shipped files in the source tree.
private let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../cluster-configs")

@Suite("Shipped configurations")
struct ShippedClusterTests {
    @Test("Every shipped file loads without a warning, by its name and as a file", arguments: ShippedClusters.names)
    func loads(name: String) throws {
        let embedded = try ClusterFile.load(path: name)
        #expect(embedded.warnings.map(\.description) == [])
        #expect(embedded.path == "\(name).yaml")
        let path = folder.appending(path: "\(name).yaml").path(percentEncoded: false)
        let file = try ClusterFile.load(path: path)
        #expect(file.cluster == embedded.cluster)
        #expect(file.sourceText == embedded.sourceText)
        #expect(try ClusterFile.parse(text: file.sourceText, path: "x.yaml").cluster == embedded.cluster)
    }

    @Test("Every file of the folder is shipped")
    func complete() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
        #expect(files.sorted() == (ShippedClusters.names.map { "\($0).yaml" } + ["networks"]).sorted())
        let networks = try FileManager.default.contentsOfDirectory(
            atPath: folder.appending(path: "networks").path(percentEncoded: false))
        #expect(networks.sorted() == NetworkPreset.shippedNames.map { "\($0).yaml" }.sorted())
    }

    @Test("The default node comes out as the catalog's figures add up by hand")
    func defaultNode() throws {
        let cluster = try ClusterFile.load(path: "default").cluster
        let group = cluster.nodes[0]
        #expect(cluster.nodeCount == 8)
        #expect(group.accelerator.activePower.central == .watts(360))
        #expect(group.memoryPower.central == .watts(80))
        #expect(group.basePower.central == .watts(1000))
        let power = NodePower(of: group, assumptions: cluster.assumptions)
        // 8 · 360 + 2 · 90 + 16 · 5 + 1000 + 20 + 2 · 2
        #expect(power.computing.central == .watts(4164))
        // 55 + 0.41 · 305 = 180.05 W a stalled accelerator.
        #expect(power.waiting.central == Power(count: 4_164_000_000 - 8 * 179_950_000))
        #expect(power.computing.low < power.computing.central && power.computing.central < power.computing.high)
        #expect(cluster.sites.map(\.name) == ["us-central1"])
        #expect(cluster.sites[0].intensity.central.gramsPerKilowattHour == 430)
        #expect(cluster.sites[0].pue.central.value == 1.1)
    }

    @Test("The default training is as documented")
    func defaultWorkload() throws {
        let workload = try ClusterFile.load(path: "default").cluster.workload
        let trained = workload.trained
        #expect((trained.layers, trained.width, trained.heads, trained.context) == (4, 128, 4, 128))
        #expect((trained.microBatch, trained.steps, trained.warmupSteps, trained.realBuckets) == (8, 200, 20, 8))
        #expect(trained.learningRate == 0.001 && trained.minimumLearningRate == 0.0001)
        #expect(
            trained.beta1 == 0.9 && trained.beta2 == 0.95 && trained.gradientClip == 1 && trained.weightDecay == 0.1)
        #expect(workload.represented.model.name == "gpt2-xl")
        #expect(workload.represented.bucketSize.bytes == 26_214_400)
        #expect(workload.represented.residentBytes(shards: 8).bytes == 24_921_779_200)
    }

    @Test("A description says what the default cluster is")
    func description() throws {
        let loaded = try ClusterFile.load(path: "default")
        let description = ClusterDescription(of: loaded.cluster, warnings: loaded.warnings)
        #expect(description.acceleratorCount == 64)
        #expect(description.tokensPerStep == 524_288)
        #expect(description.gradientBytes.bytes == 6_230_444_800)
        #expect((description.fabric.switches, description.fabric.optics) == (1, 16))
        #expect(description.opticsPower.central == .watts(56))
        #expect(description.nodes[0].rated == .watts(6500))
        #expect(abs(description.nodes[0].memory.share - 0.3115) < 0.0001)
    }
}
