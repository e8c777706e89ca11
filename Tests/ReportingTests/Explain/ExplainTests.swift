import Reporting
import Testing

@Suite struct ExplainTests {
    @Test(
        "every formula, with its numbers put in, comes to the value it explains", arguments: FullReports.Name.allCases)
    func formulas(name: FullReports.Name) throws {
        let all = try ExplainedValue.all(Explanations.of(FullReports.make(name)))
        var count = 0
        for explained in all {
            guard let text = explained.withNumbers, let value = explained.value else { continue }
            let result = try #require(Arithmetic.value(text), "\(explained.name): \(text)")
            // Inputs are shown in ten digits; a difference of large ones keeps fewer.
            let shown = (explained.inputs.map { abs($0.value) }.filter { $0.isFinite && $0 < 1e9 }.max() ?? 0) * 1e-9
            let isDifference = text.contains(" - ")
            let tolerance = explained.tolerance + abs(value) * 1e-7 + (isDifference ? shown : 0)
            #expect(abs(result - value) <= tolerance, "\(explained.name): \(text) = \(result), not \(value)")
            count += 1
        }
        #expect(count > 150)
    }

    @Test("every leaf of result.json is explained", arguments: FullReports.Name.allCases)
    func keys(name: FullReports.Name) throws {
        let report = try FullReports.make(name)
        let all = Explanations.of(report)
        let paths = try DocumentedKeys.paths(ofJSON: ResultFile.text(report))
        let leaves = paths.filter { path in
            !paths.contains { $0.hasPrefix(path + ".") || $0.hasPrefix(path + "[]") }
        }
        #expect(leaves.count > 150)
        let untold = leaves.sorted().filter { leaf in
            (try? ExplanationSearch(leaf).matches(in: all))?.isExact != true
        }
        #expect(untold == [])
    }

    @Test("every label of the final report finds an explanation", arguments: FullReports.Name.allCases)
    func labels(name: FullReports.Name) throws {
        let report = try FullReports.make(name)
        let all = Explanations.of(report)
        let labels = PrintedLabels.all(TerminalReport.text(report))
        #expect(labels.count > 30)
        let unknown = labels.filter { (try? ExplanationSearch($0).matches(in: all))?.isExact != true }
        #expect(unknown == [])
    }

    @Test(
        "a number is found as it is printed, with its figures",
        arguments: [
            ("attributed 2.647 g", "emulated.network_overhead.attributed.total.emissions_gco2e"),
            ("accelerators 63.2 %", "table.accelerator.share_ratio"),
            ("accelerators 24", "table.accelerator.total_gco2e"),
            ("exposed 356.8", "exposed_seconds"),
            ("bus bandwidth 12.45 of 12.50 GB/s", "emulated.all_reduce.bus_bandwidth_bytes_per_second"),
            ("scaling efficiency 65.5 %", "emulated.scaling_efficiency_ratio"),
            ("MFU 40 %", "workload.mfu"), ("THIS HOST 0.0173 Wh", "host_energy_joules"),
            ("emulated.total.energy_nanojoules", "emulated.total.energy_joules"),
            ("accelerators.a100-sxm4-80gb.active_power", "accelerators.a100-sxm4-80gb.active_power"),
        ])
    func printed(query: String, name: String) throws {
        let all = Explanations.of(try SampleReport.make(nodes: 3, steps: 2))
        let matches = try ExplanationSearch(query).matches(in: all)
        #expect(matches.isSingle)
        #expect(ExplanationText.text(matches).hasPrefix(name + "\n"))
    }

    @Test("an explanation shows formula, numbers, inputs, constants with range and source, and stays within 80 columns")
    func text() throws {
        let all = Explanations.of(try SampleReport.make(nodes: 3, steps: 2))
        let text = ExplanationText.text(try ExplanationSearch("accelerators useful").matches(in: all), depth: 3)
        for words in [
            "  formula ", "  with numbers ", "INPUTS", "CONSTANTS BEHIND IT", "ENTERS",
            "accelerators.a100-sxm4-80gb.active_power", "360 W [300 W .. 400 W]",
        ] { #expect(text.contains(words), "\(words)\n\(text)") }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test("what is unknown gets one answer with what may have been meant; several that fit are listed")
    func unknown() throws {
        let all = Explanations.of(try SampleReport.make(nodes: 2, steps: 2))
        let error = #expect(throws: ExplanationSearchFailure.self) {
            try ExplanationSearch("atributed").matches(in: all)
        }
        #expect(error?.description == "no number of this run is called 'atributed'; did you mean 'attributed'?")
        let several = try ExplanationSearch("perplexity").matches(in: all)
        #expect(!several.isSingle && ExplanationText.text(several).hasPrefix("SEVERAL"))
    }
}
