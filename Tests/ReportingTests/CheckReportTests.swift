import ClusterModel
import Reporting
import Testing

@Suite struct CheckReportTests {
    @Test("what a cluster file means reads as recorded", arguments: ["default", "laptop"])
    func shipped(config: String) throws {
        try Snapshot.check(CheckReport.text(try ClusterFile.load(path: config)), name: "check-\(config)")
    }

    @Test("a leaf–spine fabric and a model that stands for itself read as recorded, with the file's warnings")
    func leafSpine() throws {
        let text = CheckReport.text(try ClusterFile.parse(text: SampleClusters.leafSpine, path: "leaf-spine.yaml"))
        try Snapshot.check(text, name: "check-leaf-spine")
    }

    @Test("what disturbs a run is said in words that leave no doubt how much a slowdown is")
    func disturbances() throws {
        let text =
            SampleClusters.leafSpine + """

                disturbances:
                  stragglers: { probability: 0.5 %, slowdown: 1.5, ranks: [0, 3] }
                  slow_links: [ { rank: 1, bandwidth: 50 % }, { rank: 2, latency: 10 us } ]
                  packet_loss: { probability: 0.01 %, timeout: 100 us }
                  background: { share: 30 %, probability: 50 % }
                """
        let check = CheckReport.text(try ClusterFile.parse(text: text, path: "disturbed.yaml"))
        try Snapshot.check(check, name: "check-disturbed")
        let words = check.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        #expect(words.contains("of ranks 0, 3: each adds 150 % of the undisturbed time of its compute (x 2.5)"))
        #expect(words.contains("rank 2's messages 10 us later") && !words.contains("sent again"))
    }

    @Test("what any shipped file means fits eighty columns", arguments: ShippedClusters.names)
    func width(config: String) throws {
        let text = CheckReport.text(try ClusterFile.load(path: config))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(text.contains("No warnings."))
    }

    @Test("one node needs no switch, and no line is wider than eighty columns", arguments: [1, 2, 64])
    func sizes(nodes: Int) throws {
        let loaded = try ClusterFile.load(path: "default", overrides: ClusterOverrides(nodes: nodes))
        let text = CheckReport.text(loaded, virtualRanks: 2)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(text.contains("needs no switch") == (nodes == 1))
        #expect(!text.contains("nan") && !text.contains("inf"))
    }
}
