import Accounting
import ClusterModel
import Emulation
import Foundation
import Reporting
import Testing
import Units

@Suite struct ExportTests {
    /// As `EmissionsData` of CodeCarbon 3.3.2 has them.
    private static let codeCarbonColumns = """
        timestamp project_name run_id experiment_id duration emissions emissions_rate cpu_power gpu_power ram_power \
        cpu_energy gpu_energy ram_energy energy_consumed water_consumed country_name country_iso_code region \
        cloud_provider cloud_region os python_version codecarbon_version cpu_count cpu_model gpu_count gpu_model \
        longitude latitude ram_total_size tracking_mode cpu_utilization_percent gpu_utilization_percent \
        ram_utilization_percent ram_used_gb on_cloud pue wue
        """.split(separator: " ").map(String.init)

    @Test("what is exported of a run is as recorded", arguments: ["default", "two-sites"])
    func snapshots(config: String) throws {
        let report = try SampleReport.make(config: config, steps: 3)
        for (name, text) in ExportedFiles.all(report, version: "0.0.0") {
            // The run's id is a digest of all of result.json, whose keys have tests of their own.
            let masked = text.replacing(/ringwatt-[0-9a-f]{16}/, with: "ringwatt-(16 digits)")
            try Snapshot.check(masked, name: "export-\(config)-\(name)")
        }
    }

    @Test("exports are the same for the same run, with nothing of the host and no run's name")
    func deterministic() throws {
        let files = { try ExportedFiles.all(try SampleReport.make(nodes: 2, steps: 2), version: "0.0.0") }
        let (first, second) = (try files(), try files())
        #expect(first.map(\.name) == ExportedFiles.names && first.map(\.text) == second.map(\.text))
        for word in ["fortunes", "test-run", "avx2"] { #expect(!first.contains { $0.text.contains(word) }) }
        let longer = ExportedFiles.all(try SampleReport.make(nodes: 2, steps: 3), version: "0.0.0")
        let id = { (files: [(name: String, text: String)]) in try ExportedTable(files[0].text).first["run_id"] }
        #expect(try id(first) == id(second))
        #expect(try id(first) != id(longer))
    }

    @Test("emissions.csv has CodeCarbon's columns and one row", arguments: ["default", "two-sites", "laptop"])
    func codeCarbonColumns(config: String) throws {
        let text = try export("emissions.csv", SampleReport.make(config: config, steps: 2))
        let table = try ExportedTable(text)
        #expect(table.header == Self.codeCarbonColumns && table.rows.count == 1)
        #expect(!text.contains("\r"))
    }

    @Test(
        "emissions.csv adds up, and holds the ledger's accelerators, CPUs and memory with their share of the facility",
        arguments: ["default", "two-sites", "laptop"])
    func codeCarbonSums(config: String) throws {
        let report = try SampleReport.make(config: config, steps: 2)
        let row = try ExportedTable(try export("emissions.csv", report)).first
        let ledger = report.account.ledger
        let kinds: [(String, Component)] = [("cpu", .cpu), ("gpu", .accelerator), ("ram", .memory)]
        var sums = (energy: Int128(0), emissions: Int128(0))
        for (kind, component) in kinds {
            let booked = ledger.total { _, serving, _, _ in serving == component }
            #expect(booked.energy > 0)
            let printed = try ExportedTable.integer(row["\(kind)_energy"], places: 15)
            // 10⁻¹⁵ kWh are 3.6 nJ: the nearest is within half of them, in fifths of a nanojoule.
            #expect((printed * 18 - booked.energy * 5).magnitude <= 9)
            sums.energy += printed
            sums.emissions += booked.emissions
            let watts = try #require(Double(row["\(kind)_power"]!))
            let joules = Double(booked.energy) / 1e9
            #expect(abs(watts - joules / report.account.clock.makespan().seconds) < 1e-6)
        }
        #expect(try ExportedTable.integer(row["energy_consumed"], places: 15) == sums.energy)
        #expect(try ExportedTable.integer(row["emissions"], places: 9) == sums.emissions)
        let seconds = try ExportedTable.integer(row["duration"], places: 18)
        #expect(seconds == report.account.clock.makespan().attoseconds)
        let rate = try #require(Double(row["emissions_rate"]!))
        let kilograms = rate * report.account.clock.makespan().seconds
        #expect(abs(kilograms * 1e9 / Double(sums.emissions) - 1) < 1e-6)
        #expect(sums.emissions < ledger.total().emissions)
    }

    @Test("emissions.csv says where a site is, if it is known, and in what region of a cloud")
    func places() throws {
        let row = { (config: String) in
            try ExportedTable(try export("emissions.csv", SampleReport.make(config: config, steps: 1))).first
        }
        let iowa = try row("default")
        #expect(iowa["country_iso_code"] == "USA" && iowa["region"] == "Iowa" && iowa["on_cloud"] == "Y")
        #expect(iowa["cloud_provider"] == "gcp" && iowa["cloud_region"] == "us-central1" && iowa["pue"] == "1.1")
        #expect(iowa["gpu_model"] == "64 x a100-sxm4-80gb" && iowa["gpu_count"] == "64" && iowa["cpu_count"] == "16")
        let both = try row("two-sites")
        #expect(both["country_name"] == "" && both["cloud_region"] == "us-central1; europe-north1")
        for (region, country, area, provider) in [
            ("eu-central-1", "DEU", "Frankfurt am Main", "aws"), ("westus3", "USA", "Arizona", "azure"),
            ("europe-west12", "ITA", "Turin", "gcp"), ("norwayeast", "NOR", "Oslo", "azure"),
        ] {
            let text = try #require(ShippedClusters.text(of: "default")).replacing("us-central1", with: region)
            let cluster = try ClusterFile.parse(text: text, path: "there.yaml").cluster
            let there = try ExportedTable(
                try export("emissions.csv", SampleReport.make(cluster: cluster, steps: 1))
            ).first
            #expect(there["country_iso_code"] == country && there["region"] == area && there["on_cloud"] == "Y")
            #expect(there["cloud_provider"] == provider && there["cloud_region"] == region)
        }
        let desk = try row("laptop")
        #expect(desk["country_name"] == "Germany" && desk["region"] == "desk" && desk["on_cloud"] == "N")
        #expect(desk["cloud_provider"] == "" && desk["water_consumed"] == "" && desk["wue"] == "")
    }

    @Test("emissions.csv has water where the site tells its WUE, and the job's own dates")
    func waterAndDates() throws {
        let text =
            SampleClusters.plainSGD + """

                start: 2024-02-28T23:59:59Z
                sites:
                  fr: { region: fr, wue: 1.8 L/kWh }

                """
        let cluster = try ClusterFile.parse(text: text, path: "water.yaml").cluster
        let report = SampleReport.make(cluster: cluster, steps: 3)
        let row = try ExportedTable(try export("emissions.csv", report)).first
        let equipment = report.account.ledger.total { component, _, _, _ in
            component == .accelerator || component == .cpu || component == .memory
        }
        let litres = try #require(Double(row["water_consumed"]!))
        let due = equipment.kilowattHours * 1.8
        #expect(litres > 0 && abs(litres - due) < 1e-9)
        #expect(row["wue"] == "1.8")
        let end = cluster.start.seconds + Int64(report.account.clock.makespan().seconds)
        #expect(row["timestamp"]! + "Z" == "\(UTCTime(seconds: end))")
        #expect(try export("carbontracker.log", report).hasPrefix("2024-02-28 23:59:59 - "))
    }

    @Test("free text with commas and quotation marks stays one field")
    func quoting() throws {
        var cluster = try ClusterFile.load(path: "laptop", overrides: ClusterOverrides(nodes: 2)).cluster
        cluster.name = "two \"fast\" laptops, on a desk"
        let text = try export("emissions.csv", SampleReport.make(cluster: cluster, steps: 1))
        #expect(text.contains(#","two ""fast"" laptops, on a desk","#))
        #expect(try ExportedTable(text).first["project_name"] == cluster.name)
    }

    @Test("emissions-ringwatt.csv adds up to the ledger to the last unit", arguments: ["default", "two-sites"])
    func ringwattSums(config: String) throws {
        let report = try SampleReport.make(config: config, steps: 2)
        let table = try ExportedTable(try export("emissions-ringwatt.csv", report))
        let sum = { (column: String, include: ([String: String]) -> Bool) in
            table.rows.filter(include).reduce(Int128(0)) { $0 + Int128($1[column]!)! }
        }
        let isBooking = { (row: [String: String]) in row["record"] == "booking" }
        let total = { (name: String) in
            try #require(table.rows.first { $0["record"] == "total" && $0["name"] == name })
        }
        let whole = report.analysis.total
        let operational = try total("operational")
        #expect(sum("energy_nanojoules", isBooking) == whole.energy && whole.energy > 0)
        #expect(sum("emissions_micrograms", isBooking) == whole.emissions)
        #expect(operational["energy_nanojoules"] == "\(whole.energy)")
        #expect(operational["share_of_operational_ratio"] == "1.0")
        #expect(Double(operational["energy_p5_kwh"]!)! < Double(operational["energy_p95_kwh"]!)!)
        let network = try total("network_attributed")
        let charged = { (row: [String: String]) in isBooking(row) && row["charged_to_network"] == "true" }
        #expect(network["energy_nanojoules"] == "\(sum("energy_nanojoules", charged))")
        #expect(network["emissions_micrograms"] == "\(report.analysis.overhead.attributed.emissions)")
        let (told, beyond) = (try total("emissions_csv"), try total("beyond_emissions_csv"))
        let inColumns = { (row: [String: String]) in isBooking(row) && row["emissions_csv_column"] != "" }
        #expect(told["energy_nanojoules"] == "\(sum("energy_nanojoules", inColumns))")
        let both = try [told, beyond].map { try #require(Int128($0["energy_nanojoules"]!)) }
        #expect(both[0] + both[1] == whole.energy)
        let other = try ExportedTable(try export("emissions.csv", report)).first
        let printed = try ExportedTable.integer(other["emissions"], places: 9)
        #expect("\(printed)" == told["emissions_micrograms"])
        let embodied = sum("emissions_micrograms") { $0["record"] == "embodied" }
        #expect(embodied == Int128(report.analysis.embodiedTotal.micrograms) && embodied > 0)
        #expect(try total("embodied")["emissions_micrograms"] == "\(embodied)")
        #expect(try total("operational_and_embodied")["emissions_micrograms"] == "\(whole.emissions + embodied)")
        #expect(sum("energy_nanojoules") { $0["record"] == "site" } == whole.energy)
    }

    @Test("the logs hold what Carbontracker's parser looks for, and its sums are the ledger's")
    func carbontracker() throws {
        let report = try SampleReport.make(nodes: 2, steps: 20)
        let log = CarbontrackerReading(
            standard: try export("carbontracker.log", report), output: try export("carbontracker_output.log", report))
        #expect(log.devices["gpu"] == ["16 x a100-sxm4-80gb"] && log.devices["ram"]?.count == 1)
        #expect(log.powers.keys.sorted() == log.devices.keys.sorted())
        #expect(log.devices.keys.sorted() == ["cpu", "gpu", "host_base", "network", "ram", "storage"])
        let duration = try #require(log.durations.first)
        let exact = report.account.clock.makespan().seconds
        #expect(log.durations.count == 1 && abs(duration - exact) <= 0.005 + 1e-9)
        // The powers are those of the equipment, the consumption is all.
        let joules = log.powers.values.reduce(0, +) * exact
        let booked = Double(report.analysis.equipment.energy) / 1e9
        #expect(abs(joules / booked - 1) < 1e-6)
        let consumption = try #require(log.consumption)
        #expect(abs(consumption.kilowattHours - report.analysis.total.kilowattHours) < 1e-12)
        #expect(abs(consumption.grams - report.analysis.total.grams) < 1e-6)
        #expect(abs(consumption.kilometres * 106.8 / consumption.grams - 1) < 1e-6)
        #expect(!log.isInterrupted)
    }

    @Test("the log of a run that stopped says so")
    func interruption() throws {
        let report = try SampleReport.make(
            nodes: 2, steps: 2, planned: 9, status: .stopped(step: 2, reason: "rank 1 closed its connection"))
        let log = CarbontrackerReading(
            standard: try export("carbontracker.log", report), output: try export("carbontracker_output.log", report))
        #expect(log.isInterrupted && log.durations.count == 1)
    }

    @Test("sci.json is (E · I + M) per R of the run's own sums")
    func sci() throws {
        let report = try SampleReport.make(nodes: 2, steps: 4)
        let sci = try object(export("sci.json", report))
        let number = { (key: String) in try #require(sci[key] as? Double) }
        let (operational, embodied) = (try number("operational_gco2e"), try number("embodied_gco2e"))
        #expect(operational == report.analysis.total.grams && embodied == report.analysis.embodiedTotal.grams)
        let product = try number("energy_kwh") * number("intensity_gco2e_per_kwh")
        #expect(abs(product / operational - 1) < 1e-12)
        #expect(abs(try number("intensity_gco2e_per_kwh") - 430) < 0.01)
        let hardware = try #require(sci["embodied"] as? [String: Any])
        let components = try #require(hardware["components"] as? [[String: Any]])
        let share = try #require(hardware["time_share_ratio"] as? Double)
        var sum = 0.0
        for component in components {
            let whole = try #require(component["reserved_embodied_gco2e"] as? Double)
            let part = try #require(component["embodied_gco2e"] as? Double)
            // A rounding of a microgram for each rank.
            #expect(abs(whole * share - part) < 1e-5)
            sum += part
        }
        #expect(abs(sum - embodied) < 1e-9)
        let scores = try #require(sci["scores"] as? [[String: Any]])
        #expect(scores.map { $0["functional_unit"] as? String } == ["token", "step", "run"])
        let counts = [report.analysis.tokensPerStep * 4, 4, 1]
        for (score, count) in zip(scores, counts) {
            #expect(score["functional_units"] as? Int == count)
            let value = try #require(score["sci_gco2e_per_unit"] as? Double)
            #expect(abs(value * Double(count) / (operational + embodied) - 1) < 1e-12)
        }
    }

    @Test("a run without a step has no score per token or step")
    func noSteps() throws {
        let status = RunStatus.stopped(step: 0, reason: "interrupted by the user")
        let cluster = try ClusterFile.load(path: "default", overrides: ClusterOverrides(nodes: 2)).cluster
        let report = SampleReport.make(cluster: cluster, steps: 0, planned: 5, status: status)
        let sci = try object(export("sci.json", report))
        let scores = try #require(sci["scores"] as? [[String: Any]])
        #expect(scores[0]["sci_gco2e_per_unit"] is NSNull && scores[1]["sci_gco2e_per_unit"] is NSNull)
        #expect(scores[2]["sci_gco2e_per_unit"] as? Double ?? 0 > 0)
    }

    @Test("docs/exports.md names the columns in their order and the keys, no more and no fewer")
    func documented() throws {
        let report = try SampleReport.make(nodes: 2, steps: 1)
        let documented = try DocumentedKeys.exports()
        #expect(documented["emissions.csv"] == Self.codeCarbonColumns)
        #expect(
            try documented["emissions-ringwatt.csv"] == ExportedTable(export("emissions-ringwatt.csv", report)).header)
        let keys = try DocumentedKeys.paths(ofJSON: export("sci.json", report))
        #expect(documented["sci.json"]?.sorted() == keys.sorted())
    }

    private func export(_ name: String, _ report: RunReport) throws -> String {
        try #require(ExportedFiles.all(report, version: "0.0.0").first { $0.name == name }).text
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
