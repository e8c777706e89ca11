internal import Foundation
internal import GRDB

/// The runs of a folder, in one SQLite file: `runs.sqlite`. Several programs may read and write it at a time.
package final class RunStore: Sendable {
    /// Its name in the folder of the runs.
    package static let fileName = "runs.sqlite"

    /// The path of the file.
    package let path: String
    let database: DatabaseQueue

    /// Opens the store of a folder, and makes it if there is none.
    ///
    /// - Throws: `StoreError` for a file that is none, that a newer version wrote, or that cannot be written.
    package init(folder: String) throws(StoreError) {
        path = (folder.isEmpty ? "." : folder) + "/" + Self.fileName
        var configuration = Configuration()
        // Readers see whole transactions and never hold up a run; a killed writer loses at most its last one.
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(10)
        configuration.label = "run store"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            database = try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw StoreError(path, error)
        }
        try migrate()
    }

    /// Opens a store that is there; `nil` if there is none.
    package static func existing(folder: String) throws(StoreError) -> RunStore? {
        let path = (folder.isEmpty ? "." : folder) + "/" + fileName
        return FileManager.default.fileExists(atPath: path) ? try RunStore(folder: folder) : nil
    }

    private func migrate() throws(StoreError) {
        let migrator = Schema.migrator
        let state: (isOurs: Bool, isNewer: Bool)
        do {
            state = try database.read { database in
                let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
                let id = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
                return (tables == 0 || id == Schema.applicationID, try migrator.hasBeenSuperseded(database))
            }
        } catch {
            throw StoreError(path, error)
        }
        guard state.isOurs else {
            throw StoreError(
                path, "this is a database of another program", remedy: "choose another folder with --output")
        }
        guard !state.isNewer else {
            throw StoreError(
                path, "a newer version of ringwatt wrote this run store",
                remedy: "update ringwatt, or choose another folder with --output")
        }
        try write { try migrator.migrate($0) }
    }

    private func write(_ body: (DatabaseQueue) throws -> Void) throws(StoreError) {
        do { try body(database) } catch { throw StoreError(path, error) }
    }

    /// One transaction.
    func transaction<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
        do { return try database.write(body) } catch let error as StoreError { throw error } catch {
            throw StoreError(path, error)
        }
    }

    func read<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
        do { return try database.read(body) } catch let error as StoreError { throw error } catch {
            throw StoreError(path, error)
        }
    }
}
