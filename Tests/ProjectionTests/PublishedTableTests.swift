import Projection
import Testing

@Suite struct PublishedTableTests {
    static let rows = PublishedTable.builtIn.flatMap(RunArithmetic.rows)

    static func row(_ run: String, _ quantity: ValidationRow.Quantity, basis: String = "") throws -> ValidationRow {
        try #require(rows.first { $0.run.name == run && $0.quantity == quantity && $0.basis == basis })
    }

    @Test("every published figure agrees within 1 % or within its digits")
    func agrees() {
        #expect(Self.rows.count >= 38)
        for row in Self.rows {
            #expect(row.agrees, "\(row.run.name) \(row.quantity) \(row.basis): \(row.error * 100) %")
        }
    }

    @Test(
        "figures are the products of the row, by hand",
        arguments: [
            ("T5-11B", ValidationRow.Quantity.energy, "", 512 * 480 * 310 * 1.12 / 1e6),
            ("GShard-600B", .emissions, "gross", 1024 * 74.4 * 288 * 1.09 / 1e6 * 0.201),
            ("GShard-600B", .emissions, "net", 1024 * 74.4 * 288 * 1.09 / 1e6 * 0.177),
            ("PaLM-540B", .emissions, "", 8_404_992 * 378.5 * 1.08 / 1e6 * 0.079),
            ("Llama-3.1 405B", .emissions, "location-based", 30.84e6 * 700 / 1e6 * 0.414),
            ("Strubell, BERT", .emissions, "", 12041.51 * 79 / 1000 * 1.58 * 0.954),
        ])
    func products(run: String, quantity: ValidationRow.Quantity, basis: String, value: Double) throws {
        let ours = try Self.row(run, quantity, basis: basis).ours.value.value
        #expect(abs(ours / value - 1) < 1e-12)
    }

    @Test("net and gross stand apart where both were published", arguments: ["GShard-600B", "Switch-1.5T"])
    func bothBases(run: String) throws {
        let (net, gross) = (
            try Self.row(run, .emissions, basis: "net"), try Self.row(run, .emissions, basis: "gross")
        )
        #expect(net.ours.value < gross.ours.value)
    }

    @Test("rows whose energy is TDP times hours are flagged, and no others")
    func circular() {
        let circular = PublishedTable.builtIn.filter { $0.circular != nil }.map(\.name)
        #expect(
            circular == ["LLaMA-7B", "LLaMA-13B", "LLaMA-33B", "LLaMA-65B", "OPT-175B", "Llama-3.1 405B"])
    }

    @Test("only what was printed with few digits needs them to agree")
    func digits() {
        let loose = Self.rows.filter { $0.agreement == .withinDigits }.map { "\($0.run.name) \($0.quantity.rawValue)" }
        #expect(
            loose == [
                "GShard-600B emissions", "Transformer Big, TPUv2 Iowa energy", "Strubell, Transformer base emissions",
            ])
    }

    @Test("a figure that is off is found: 2 % more power disagrees where the digits are fine")
    func detects() throws {
        let text = Self.table(power: "386.1 W")
        let rows = try PublishedTable.read(text).flatMap(RunArithmetic.rows)
        #expect(rows.count == 1 && !rows[0].agrees && abs(rows[0].error - 0.02) < 0.001)
        let right = try PublishedTable.read(Self.table(power: "378.5 W")).flatMap(RunArithmetic.rows)
        #expect(right.count == 1 && right[0].agreement == .withinOnePercent)
    }

    @Test(
        "a figure without its unit or digits, and a row without a source, are refused by name",
        arguments: [
            ("378.5", "test.power: the unit of '378.5' must be W"), ("x W", "test.power: 'x W' is no decimal number"),
        ])
    func refuses(power: String, words: String) throws {
        let error = try #require(throws: PublishedTableError.self) { try PublishedTable.read(Self.table(power: power)) }
        #expect(error.description == words)
        let sourceless = try #require(throws: PublishedTableError.self) {
            try PublishedTable.read(Self.table(power: "1 W").replacing("source: s", with: "source: ''"))
        }
        #expect(sourceless.description.contains("source"))
    }

    static func table(power: String) -> String {
        """
        runs:
          - name: test
            hardware: TPUv4
            time: 8404992 h
            power: \(power)
            pue: "1.08"
            emissions: [{ intensity: 0.079 kg/kWh, published: 271.4 t }]
            source: s
            year: 2022
            confidence: confirmed
        """
    }
}
