/// What a run leaves for the users of other tools: the emulated cluster's account in their formats.
///
/// Equal runs leave equal bytes; nothing of the host is in any of them. `docs/exports.md` explains every column and key.
package enum ExportedFiles {
    /// In the order in which they are written.
    package static let names = [
        "emissions.csv", "emissions-ringwatt.csv", "carbontracker.log", "carbontracker_output.log", "sci.json",
    ]

    /// Name and text of each file.
    ///
    /// - Parameter version: of the program.
    package static func all(_ report: RunReport, version: String) -> [(name: String, text: String)] {
        let texts = [
            CodeCarbonFile.text(report, version: version), RingwattEmissionsFile.text(report),
            CarbontrackerLog.standard(report, version: version), CarbontrackerLog.output(report), SCIFile.text(report),
        ]
        return zip(names, texts).map { ($0, $1) }
    }
}
