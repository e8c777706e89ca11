internal import GRDB

/// What can be taken out of the store of a run.
package enum StoredTableName: String, CaseIterable, Sendable {
    case run, ranks, bookings, steps, entries, scenarios, constants

    /// Columns that are numbers of our own are left out.
    fileprivate var sql: String {
        switch self {
        case .run:
            """
            SELECT run.*, configuration.cluster_file, configuration.catalog FROM run
            JOIN configuration ON configuration.id = run.configuration WHERE run.id = ?
            """
        case .ranks: "SELECT * FROM rank WHERE run = ? ORDER BY rank"
        case .bookings: "SELECT * FROM booking WHERE run = ? ORDER BY position"
        case .steps: "SELECT * FROM step WHERE run = ? ORDER BY step"
        case .entries:
            """
            SELECT generation, rank, step, sequence, phase, component, serving, cause, energy_nanojoules,
                emissions_micrograms
            FROM entry JOIN category ON category.id = entry.category WHERE run = ?
            ORDER BY step, rank, sequence
            """
        case .scenarios: "SELECT * FROM scenario WHERE run = ? ORDER BY position"
        case .constants: "SELECT * FROM constant WHERE run = ? ORDER BY name"
        }
    }

    fileprivate static let hidden: Set<String> = ["id", "run", "configuration"]
}

/// Rows as the store has them.
package struct StoredTable: Sendable {
    package enum Cell: Sendable, Hashable {
        case none
        case integer(Int64)
        case number(Double)
        case text(String)
    }

    package let columns: [String]
    package let rows: [[Cell]]
}

extension RunStore {
    /// - Returns: `nil` if there is no such run.
    package func table(_ table: StoredTableName, of name: String) throws(StoreError) -> StoredTable? {
        try read { database in
            guard
                let run = try Int64.fetchOne(database, sql: "SELECT id FROM run WHERE name = ?", arguments: [name])
            else { return nil }
            let statement = try database.makeStatement(sql: table.sql)
            let cursor = try Row.fetchCursor(statement, arguments: [run])
            let columns = statement.columnNames
            let shown = columns.indices.filter { !StoredTableName.hidden.contains(columns[$0]) }
            var rows: [[StoredTable.Cell]] = []
            while let row = try cursor.next() { rows.append(shown.map { StoredTable.Cell(row[$0] as DatabaseValue) }) }
            return StoredTable(columns: shown.map { columns[$0] }, rows: rows)
        }
    }
}

extension StoredTable.Cell {
    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null, .blob: self = .none
        case .int64(let value): self = .integer(value)
        case .double(let value): self = .number(value)
        case .string(let value): self = .text(value)
        }
    }
}
