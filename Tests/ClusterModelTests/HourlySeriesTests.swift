import ClusterModel
import Foundation
import Testing
import Units

@Suite("Hourly carbon intensity in cluster files")
struct HourlySeriesTests {
    /// A cluster file and the tables beside it, in a folder of its own.
    private struct Folder: ~Copyable {
        let url: URL

        init(hourly: String, table: String, more: String = "") throws {
            url = FileManager.default.temporaryDirectory.appendingPathComponent("ringwatt-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            let text =
                TestNetwork.text(TestNetwork.star, groups: [(2, 1, "fr")])
                + "sites: { fr: { hourly: \(hourly) } }\n" + more
            try Data(text.utf8).write(to: url.appendingPathComponent("cluster.yaml"))
            try Data(table.utf8).write(to: url.appendingPathComponent("grid.csv"))
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        func load(_ overrides: ClusterOverrides = ClusterOverrides()) throws -> ClusterFile.Loaded {
            try ClusterFile.load(path: url.appendingPathComponent("cluster.yaml").path, overrides: overrides)
        }

        func problem() -> String {
            do {
                _ = try load()
                return "none"
            } catch {
                return "\(error)".replacingOccurrences(of: url.path + "/", with: "")
            }
        }
    }

    private static let electricityMaps = """
        Datetime (UTC),Country,Zone name,Zone id,Carbon intensity gCO₂eq/kWh (direct),\
        Carbon intensity gCO₂eq/kWh (Life cycle),Data source
        2024-01-01 00:00:00,"France, metropolitan",France,FR,11.5,52.345678,rte
        2024-01-01 01:00:00,"France, metropolitan",France,FR,10.5,50,rte
        2024-01-01 02:00:00,"France, metropolitan",France,FR,10.5,48.25,rte

        """

    @Test("The columns of Electricity Maps, old and new, with carriage returns and a byte-order mark")
    func electricityMaps() throws {
        let texts = [
            Self.electricityMaps, "\u{FEFF}" + Self.electricityMaps.replacing("\n", with: "\r\n"),
            Self.electricityMaps.replacing(
                "Carbon intensity gCO₂eq/kWh (Life cycle)", with: "Carbon Intensity gCO₂eq/kWh (LCA)"),
        ]
        for text in texts {
            let cluster = try Folder(hourly: "grid.csv", table: text).load().cluster
            let series = try #require(cluster.sites[0].series)
            #expect(series.first.description == "2024-01-01T00:00:00Z" && series.period == 3600)
            #expect(series.values.map(\.count) == [52_345_678, 50_000_000, 48_250_000])
            #expect(cluster.sites[0].intensity.central == series.mean && cluster.start == series.first)
            #expect(cluster.sites[0].intensity.low < series.mean)
        }
    }

    @Test("The columns of Great Britain's API: measured, and where that is empty forecast")
    func britain() throws {
        let table = "from,to,forecast,actual,index\n2024-03-31T00:00Z,x,200,190,low\n2024-03-31T00:30Z,x,210,,low\n"
        let folder = try Folder(hourly: "grid.csv", table: table, more: "start: 2024-03-31T00:15Z\n")
        let loaded = try folder.load()
        #expect(loaded.cluster.sites[0].series?.values.map(\.count) == [190_000_000, 210_000_000])
        #expect(loaded.cluster.sites[0].series?.period == 1800)
        #expect(loaded.cluster.start.description == "2024-03-31T00:15:00Z")
        let later = try folder.load(ClusterOverrides(start: "2024-04-01 12:00+02:00")).cluster
        #expect(later.start.description == "2024-04-01T10:00:00Z")
        // What a run keeps and sends to its workers means the same by itself.
        let copy = try ClusterFile.parse(text: loaded.sourceText, path: "elsewhere.yaml")
        #expect(copy.cluster == loaded.cluster)
    }

    @Test(
        "Whatever is wrong with a table is one located error",
        arguments: [
            ("time,grams\n1,2\n", "grid.csv:1:1: error: there are no columns of time and carbon intensity"),
            ("", "grid.csv:1:1: error: there are no columns"),
            ("from,actual\n2024-01-01T00:00Z,1\n", "grid.csv: error: there are not two rows"),
            ("from,actual\n2024-01-01T00:00Z,1\nyesterday,1\n", "grid.csv:3:1: error: the time 'yesterday' is none"),
            ("from,actual\n2024-01-01T00:00Z,1\n2024-02-30T00:00Z,1\n", "grid.csv:3:1: error: the time"),
            (
                "from,actual\n2024-01-01T00:00Z,1\n2024-01-01T01:00Z,-4\n",
                "grid.csv:3:1: error: the carbon intensity '-4'"
            ),
            ("from,actual\n2024-01-01T00:00Z,1\n2024-01-01T01:00Z,\n", "grid.csv:3:1: error: the carbon intensity ''"),
            ("from,actual\n2024-01-01T00:00Z,1\n2024-01-01T00:00Z,1\n", "grid.csv:3:1: error: rows are 0 s apart"),
            (
                "from,actual\n2024-01-01T00:00Z,1\n2024-01-01T01:00Z,1\n2024-01-01T03:00Z,1\n",
                "grid.csv:4:1: error: 2024-01-01T03:00:00Z comes 7200 s after the row before, but rows are 3600 s apart"
            ),
        ])
    func wrong(table: String, message: String) throws {
        #expect(try Folder(hourly: "grid.csv", table: table).problem().contains(message))
    }

    @Test(
        "Whatever is wrong with naming it is one located error",
        arguments: [
            ("nowhere.csv", "", "there is no file"),
            ("grid.csv, intensity: 40 g/kWh", "", "has both an intensity and an hourly series"),
            ("{ first: soon, g_per_kwh: \"1\" }", "", "'soon' is no time"),
            ("{ first: 2024-01-01T00:00Z, g_per_kwh: \"1 x\" }", "", "'x' is no number"),
            ("grid.csv", "start: noon\n", "start: 'noon' is no time"),
        ])
    func wrongNames(hourly: String, more: String, message: String) throws {
        let text = try Folder(hourly: hourly, table: Self.electricityMaps, more: more).problem()
        #expect(text.contains("cluster.yaml:") && text.contains(message), "\(text)")
    }

    @Test("Times are read and written as the calendar has them")
    func times() throws {
        for (text, seconds) in [
            ("1970-01-01", 0), ("2000-02-29T23:59:59Z", 951_868_799), ("2024-12-31T24:00:00Z", nil),
            ("1969-12-31T23:59:59Z", -1), ("2024-03-01T08:00:00.000+00:00", 1_709_280_000), ("2023-02-29", nil),
            ("2024-3-1", nil), ("2100-03-01T00:00:00Z", 4_107_542_400),
        ] as [(String, Int64?)] {
            #expect(UTCTime(parsing: text)?.seconds == seconds, "\(text)")
        }
        for seconds in stride(from: Int64(-30_000_000_000), through: 250_000_000_000, by: 1_234_567_891) {
            let time = UTCTime(seconds: seconds)
            #expect(UTCTime(parsing: time.description) == time, "\(time)")
        }
    }
}
