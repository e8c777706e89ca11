import ArgumentParser
import ClusterModel
import Coordination
import Foundation
import Reporting

/// Says again what a run said at its end.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Print the report of a run again, or make a page or figures of it; also of one that was killed.",
        discussion: """
              coordinator report                              of the newest run
              coordinator report 20261124-1605-k7             by name, part of it, or folder
              coordinator report --html report.html           one page that needs nothing else
              coordinator report --figures figures            SVG for papers, with CSV, Markdown and LaTeX tables
            """)

    @Argument(help: ArgumentHelp("A run's name, part of it, or its folder.", valueName: "run"))
    var name = "latest"

    @OptionGroup var choice: RunChoice

    @Option(help: ArgumentHelp("Write the report as a page into this file.", valueName: "file"))
    var html: String?

    @Option(help: ArgumentHelp("Write every figure and its numbers into this folder.", valueName: "folder"))
    var figures: String?

    func run() throws {
        let reopened = try choice.open(name)
        let report = reopened.report()
        guard html != nil || figures != nil else {
            return Terminal.print(TerminalReport.text(report), terminator: "")
        }
        let page = ReportPage(
            report, configuration: reopened.loaded.wholeText, version: SoftwareVersion.current)
        if let html { try write([(html, page.text)]) }
        if let figures {
            try write(page.figures.flatMap(\.files).map { (figures + "/" + $0.name, $0.text) })
        }
    }

    /// Each file whole or not at all.
    private func write(_ files: [(path: String, text: String)]) throws {
        for file in files {
            let url = URL(fileURLWithPath: file.path)
            do {
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.text.utf8).write(to: url, options: .atomic)
            } catch {
                Terminal.complain(
                    "\(file.path): the file cannot be written: \(error.localizedDescription); choose another place")
                throw ExitCode.failure
            }
            Terminal.note("wrote \(file.path)")
        }
    }
}
