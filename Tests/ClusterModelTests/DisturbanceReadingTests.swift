import ClusterModel
import Testing
import Units

private func loaded(_ sections: String, fabric: String = TestNetwork.leafSpine(2, "2:1"), nodes: Int? = nil) throws
    -> ClusterFile.Loaded
{
    let text = TestNetwork.text(fabric, groups: [(4, 1, "fr")]) + sections
    return try ClusterFile.parse(text: text, path: "a.yaml", overrides: ClusterOverrides(nodes: nodes))
}

@Suite("Disturbances in cluster files")
struct DisturbanceReadingTests {
    @Test("All of them are read as they are written")
    func all() throws {
        let model = try loaded(
            """
            disturbances:
              stragglers: { probability: 10 %, slowdown: 0.5, ranks: [3, 0] }
              slow_links:
                - { rank: 1, bandwidth: 25 % }
                - { rank: 2, latency: 10 us }
              packet_loss: { probability: 0.01 %, packet: 1500 B, timeout: 4 ms, ranks: [2] }
              background: { share: 30 %, probability: 20 % }
            """
        ).cluster.disturbances
        #expect(
            model
                == DisturbanceModel(
                    stragglers: .init(
                        probability: Ratio(count: 100_000_000), slowdown: Ratio(count: 500_000_000), ranks: [3, 0]),
                    slowLinks: [
                        .init(rank: 1, bandwidth: Ratio(count: 250_000_000), latency: .zero),
                        .init(rank: 2, bandwidth: .one, latency: TimeSpan(count: 10_000_000)),
                    ],
                    packetLoss: .init(
                        probability: Ratio(count: 100_000), packet: ByteCount(count: 1500),
                        timeout: TimeSpan(count: 4_000_000_000), ranks: [2]),
                    background: .init(share: Ratio(count: 300_000_000), probability: Ratio(count: 200_000_000))))
    }

    @Test("Where no ranks are named any can be disturbed; packets are 4 KiB, and a background job is always there")
    func defaults() throws {
        let model = try loaded(
            """
            disturbances:
              stragglers: { probability: 1, slowdown: 0 }
              packet_loss: { probability: 0, timeout: 0 s }
              background: { share: 0 }
            """
        ).cluster.disturbances
        #expect(model.stragglers?.ranks == nil && model.packetLoss?.ranks == nil && model.slowLinks.isEmpty)
        #expect(model.packetLoss?.packet.bytes == 4096)
        #expect(model.background?.probability == .one)
        #expect(try loaded("disturbances: {}").cluster.disturbances == .none)
    }

    @Test("A rank beyond the nodes that --nodes leaves is an error where it is written")
    func ranks() throws {
        let section = "disturbances: { slow_links: [{ rank: 3, bandwidth: 50 % }] }"
        #expect(try loaded(section).cluster.disturbances.slowLinks[0].rank == 3)
        let error = #expect(throws: ClusterFileError.self) { try loaded(section, nodes: 3) }
        #expect(
            error?.problems.map(\.description) == [
                "a.yaml:17:38: error: disturbances.slow_links[0].rank is 3, but the cluster's 3 nodes are ranks 0 to 2; "
                    + "ranks count from 0 in the order of the node groups"
            ])
    }

    @Test(
        "A background job without links to share is doubtful", arguments: [TestNetwork.star, TestNetwork.leafSpine(4)])
    func background(fabric: String) throws {
        let section = "disturbances: { background: { share: 50 % } }"
        #expect(try loaded(section).warnings.isEmpty)
        let warnings = try loaded(section, fabric: fabric).warnings
        #expect(warnings.count == 1)
        #expect(warnings.first?.message.hasSuffix("so a background job disturbs nothing") == true)
        let alone = try loaded(section, nodes: 1).warnings
        #expect(alone.map(\.message).contains("one node has no network, so a background job disturbs nothing"))
    }
}
