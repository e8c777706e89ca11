import ArgumentParser
import ClusterModel
import Reporting

struct CatalogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog",
        abstract: "List the figures that the account is made of: value, range, unit, year, confidence, source.",
        discussion: """
            Without words, one line a section. With words, every entry that has each of them in its name, its section or \
            a source.

              coordinator catalog h100
              coordinator catalog regions ember
              coordinator catalog --config cluster.yaml    says what catalog.yaml beside it overrides
            """)

    @Argument(help: "Words to look for.")
    var search: [String] = []

    @Option(help: "A cluster file, whose own catalog and catalog.yaml beside it are laid over the built-in one.")
    var config: String?

    @Flag(help: "JSON instead of text; units are in the keys.")
    var json = false

    func run() throws {
        let listing = try load()
        let isSearch = search.contains { !$0.allSatisfy(\.isWhitespace) }
        guard isSearch || json else {
            Terminal.print(CatalogText.overview(listing), terminator: "")
            return
        }
        let found = isSearch ? try matches(in: listing) : listing
        Terminal.print(json ? CatalogFile.text(found) : CatalogText.entries(found), terminator: "")
    }

    private func load() throws -> CatalogListing {
        guard let config else { return .builtIn }
        do {
            return try .load(beside: config)
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(65)
        }
    }

    private func matches(in listing: CatalogListing) throws -> CatalogListing {
        do {
            return try CatalogSearch(search).matches(in: listing)
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(65)
        }
    }
}
