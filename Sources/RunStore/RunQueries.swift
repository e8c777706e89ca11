package import Accounting
internal import Emulation
internal import GRDB
internal import Units

/// Which runs are meant; what is `nil` matches all.
package struct RunFilter: Sendable, Hashable {
    package var standing: RunStanding?
    /// Part of the name of the cluster, the configuration or the model.
    package var text: String?
    package var nodes: Int?
    /// Started at this time or later, ISO 8601.
    package var since: String?

    package init(standing: RunStanding? = nil, text: String? = nil, nodes: Int? = nil, since: String? = nil) {
        self.standing = standing
        self.text = text
        self.nodes = nodes
        self.since = since
    }

    func accepts(_ run: StoredRun) -> Bool {
        let words = [run.clusterName, run.configurationName, run.model, run.name].map { $0.lowercased() }
        return (standing == nil || run.standing == standing) && (nodes == nil || run.nodes == nodes)
            && (text.map { part in words.contains { $0.contains(part.lowercased()) } } ?? true)
            && (since.map { run.started >= $0 } ?? true)
    }
}

extension RunStore {
    /// The runs that a filter accepts, the newest first.
    package func runs(_ filter: RunFilter = RunFilter()) throws(StoreError) -> [StoredRun] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM run ORDER BY started DESC, id DESC").map(StoredRun.init)
        }.filter(filter.accepts)
    }

    /// The runs that a name may mean: the one of that name, else those whose names begin or end with it; `latest` is the
    /// newest.
    package func runs(named name: String) throws(StoreError) -> [StoredRun] {
        let all = try runs()
        if name == "latest" { return Array(all.prefix(1)) }
        let exact = all.filter { $0.name == name }
        return exact.isEmpty ? all.filter { $0.name.hasPrefix(name) || $0.name.hasSuffix(name) } : exact
    }

    /// The exact sum of a run's entries, entry by entry.
    package func entrySum(of name: String) throws(StoreError) -> LedgerTotal {
        try read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT energy_nanojoules, emissions_micrograms FROM ledger WHERE run = ?",
                arguments: [name])
            var total = LedgerTotal()
            while let row = try rows.next() {
                total.energy += Int128(row[0] as Int64)
                total.emissions += Int128(row[1] as Int64)
            }
            return total
        }
    }

    /// How many entries a run has.
    package func entryCount(of name: String) throws(StoreError) -> Int {
        try read { database in
            try Int.fetchOne(database, sql: "SELECT count(*) FROM ledger WHERE run = ?", arguments: [name]) ?? 0
        }
    }

    /// Deletes runs with all that belongs to them, and configurations that no run has any more. Folders stay.
    package func delete(_ names: [String]) throws(StoreError) {
        try transaction { database in
            for name in names { try database.execute(sql: "DELETE FROM run WHERE name = ?", arguments: [name]) }
            try database.execute(
                sql: "DELETE FROM configuration WHERE id NOT IN (SELECT configuration FROM run)")
        }
    }
}
