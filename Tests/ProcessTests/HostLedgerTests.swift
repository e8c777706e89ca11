import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct HostLedgerTests {
    @Test("what the user says of the host stands in host.json and in the report, and result.json knows nothing of it")
    func given() throws {
        let stage = try Stage()
        try Data("processors: { unknown: { tdp: 7 W } }\n".utf8).write(
            to: stage.folder.appendingPathComponent("catalog.yaml"))
        let plain = try stage.coordinator(nodes: 2, ["--spawn", "--output", "plain"])
        #expect(plain.end(within: 30) == 0, "\(plain.text)")
        let given = try stage.coordinator(
            nodes: 2, ["--spawn", "--output", "given", "--host-tdp", "60W", "--host-intensity", "100g/kWh"])
        #expect(given.end(within: 30) == 0, "\(given.text)")
        let host = try object(stage.file("host.json", runs: "given"))
        let processor = try #require(host["host_processor"] as? [String: Any])
        #expect(processor["catalog_name"] as? String == "given" && processor["tdp_watts"] as? Double == 60)
        #expect(host["host_intensity_gco2e_per_kwh"] as? Double == 100)
        let joules = try #require(host["host_energy_joules"] as? Double)
        let grams = try #require(host["host_emissions_gco2e"] as? Double)
        #expect(joules > 0 && abs(grams - joules / 3.6e6 * 100) < 1e-9)
        let counters = try #require(host["host_counters"] as? String)
        if counters == "measured" {
            #expect(given.text.contains("measured by RAPL"))
        } else {
            #expect(given.text.contains("RAPL is \(counters)") && given.text.contains("60 W TDP"))
        }
        // A machine that the catalog does not know takes its figure from the file beside the cluster file.
        let other = try object(stage.file("host.json", runs: "plain"))
        let found = try #require(other["host_processor"] as? [String: Any])
        let sockets = found["is_virtual"] as? Bool == true ? 1 : try #require(found["sockets"] as? Int)
        #expect(found["catalog_name"] as? String != "unknown" || found["tdp_watts"] as? Double == Double(7 * sockets))
        #expect(try stage.file("result.json", runs: "plain") == stage.file("result.json", runs: "given"))
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
