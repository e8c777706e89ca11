import Accounting
import ClusterModel
import Emulation
import Foundation
import Reporting
import Testing
import Units

@Suite struct FileTests {
    @Test("result.json parses and is the same for the same run, whatever the host did", arguments: [1, 3])
    func result(nodes: Int) throws {
        let text = ResultFile.text(try SampleReport.make(nodes: nodes, steps: 3))
        #expect(text == ResultFile.text(try SampleReport.make(nodes: nodes, steps: 3)))
        let object = try object(text)
        #expect(object["emulated"] != nil && object["trained"] != nil)
        #expect(!text.contains("fortunes") && !text.contains("test-run") && !text.contains("avx2"))
    }

    @Test("result.json says which optimizer trained, and null for what that optimizer does not use")
    func optimizer() throws {
        let configuration = { (report: RunReport) throws -> [String: Any] in
            let whole = try object(ResultFile.text(report))["configuration"] as? [String: Any]
            return try #require(whole?["trained"] as? [String: Any])
        }
        let adam = try configuration(SampleReport.make(nodes: 2, steps: 1))
        #expect(adam["optimizer"] as? String == "adamw" && adam["betas"] as? [Double] == [0.9, 0.95])
        #expect(adam["momentum"] is NSNull && adam["learning_rate"] as? Double == 0.001)
        let cluster = try ClusterFile.parse(text: SampleClusters.plainSGD, path: "sgd.yaml").cluster
        let sgd = try configuration(SampleReport.make(cluster: cluster, steps: 1))
        #expect(sgd["optimizer"] as? String == "sgd" && sgd["momentum"] as? Double == 0.5)
        #expect(sgd["betas"] is NSNull && sgd["steps"] as? Int == 3)
    }

    @Test("constants that move the time are priced for whole runs only, as a stopped one has no final evaluation")
    func sensitivities() throws {
        let moving = { (status: RunStatus) in
            try SampleReport.make(nodes: 2, steps: 2, status: status).analysis.sensitivities.filter(\.movesTime).count
        }
        #expect(try moving(.completed) > 0)
        #expect(try moving(.stopped(step: 2, reason: "interrupted by the user")) == 0)
    }

    @Test("host.json parses, with the reason of a stop, and keeps 64-bit counts exact")
    func host() throws {
        let status = RunStatus.stopped(step: 1, reason: "rank 0 said \"no\"\n\u{1}")
        let report = try SampleReport.make(nodes: 2, steps: 1, status: status)
        let text = HostFile.text(
            report, host: try #require(report.host), started: "2026-01-01T00:00:00Z",
            ended: "2026-01-01T00:01:00Z", version: "0.0.0")
        let host = try object(text)
        #expect(host["stop_reason"] as? String == "rank 0 said \"no\"\n\u{1}")
        #expect(host["payload_sent_bytes"] as? String == "9453158400")
        #expect(host["host_energy_joules"] as? Double == 2232)
        #expect(host["host_energy_low_joules"] as? Double == 1116 && host["host_counters"] as? String == "denied")
        #expect((host["host_zones"] as? [[String: Any]])?.first?["energy_joules"] is NSNull)
        #expect((host["host_processor"] as? [String: Any])?["tdp_watts"] as? Double == 28.125)
        #expect((host["dropped_frames"] as? [[String: Any]])?.first?["count"] as? Int == 3)
        #expect(!text.contains("emulated"))
    }

    @Test("steps.csv tells trained and emulated columns apart")
    func steps() {
        let columns = StepsFile.text([]).dropLast().split(separator: ",")
        #expect(columns.first == "step" && StepsFile.text([]).hasSuffix("\r\n"))
        #expect(columns.dropFirst().allSatisfy { $0.hasPrefix("trained_") || $0.hasPrefix("emulated_") })
    }

    @Test("rows of steps.csv parse back to the exact sums that were booked", arguments: [1, 5])
    func rows(nodes: Int) throws {
        let rows = try SampleSteps.rows(nodes: nodes, count: 7)
        let lines = StepsFile.text(rows).components(separatedBy: "\r\n").dropLast()
        let header = lines[0].components(separatedBy: ",")
        let fields = lines.dropFirst().map { $0.components(separatedBy: ",") }
        #expect(fields.count == rows.count && fields.allSatisfy { $0.count == header.count })
        let column = { (name: String) in fields.map { $0[header.firstIndex(of: name)!] } }
        let sum = { (name: String) in column(name).reduce(Int128(0)) { $0 + Int128($1)! } }
        #expect(sum("emulated_energy_nanojoules") == rows.reduce(0) { $0 + $1.total.energy })
        #expect(sum("emulated_emissions_micrograms") == rows.reduce(0) { $0 + $1.total.emissions })
        #expect(sum("emulated_network_energy_nanojoules") == rows.reduce(0) { $0 + $1.network.energy })
        #expect(sum("emulated_network_emissions_micrograms") == rows.reduce(0) { $0 + $1.network.emissions })
        #expect(rows.reduce(0) { $0 + $1.total.energy } > 0)
        #expect(column("step") == (1...7).map(String.init))
        #expect(column("trained_loss_nats_per_token").map { Double($0)! } == rows.map(\.trainedLoss))
        // The ledger's times are finer than a nanosecond, so that a mean is rounded to one.
        for (text, row) in zip(column("emulated_virtual_end_seconds"), rows) {
            #expect(abs(Double(text)! - (row.virtualEnd - .zero).seconds) < 1e-9)
        }
    }

    @Test("every emulated time of a step stands under its own name")
    func stepTimes() throws {
        let row = StepRow(
            step: 1, trainedNats: 1, trainedTokens: 1, virtualEnd: .zero + .seconds(100), forward: .seconds(1),
            backward: .seconds(2), slowedCompute: .seconds(3), optimizer: .seconds(4), storage: .seconds(5),
            waits: WaitCause.allCases.indices.map { .seconds(10 + $0) }, communication: .seconds(6),
            total: LedgerTotal(), network: LedgerTotal())
        let lines = StepsFile.text([row]).components(separatedBy: "\r\n").map { $0.components(separatedBy: ",") }
        let values = Dictionary(uniqueKeysWithValues: zip(lines[0], lines[1]))
        let times = [
            "virtual_end": 100, "forward": 1, "backward": 2, "slowed_compute": 3, "optimizer": 4, "storage": 5,
            "wait_imbalance": 10, "communication": 6,
        ]
        for (name, seconds) in times { #expect(values["emulated_\(name)_seconds"] == "\(seconds).000000000") }
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
