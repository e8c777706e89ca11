internal import Accounting
package import RunStore
internal import Units

/// The list of runs: `coordinator runs`.
package enum RunsText {
    /// - Parameter place: the folder of the runs, for people.
    package static func text(_ runs: [StoredRun], place: String) -> String {
        guard !runs.isEmpty else { return "no such runs in \(place)/\n" }
        let column = { (title: String, unit: String, isText: Bool, cell: (StoredRun) -> String) in
            ColumnTable.Column(title: title, unit: unit, cells: runs.map(cell), isText: isText)
        }
        let table = ColumnTable(
            [
                column("run", "", true, \.name),
                column("standing", "", true) { standing($0) },
                column("nodes", "", false) { "\($0.nodes)" },
                column("steps", "", false) {
                    $0.stepsDone == $0.stepsPlanned ? "\($0.stepsDone)" : "\($0.stepsDone)/\($0.stepsPlanned)"
                },
                column("model", "", true) { String($0.model.prefix(12)) },
                ColumnTable.Column(
                    title: "virtual", unit: "", cells: runs.map { Figures.duration($0.makespan) }, isDispensable: true),
                column("energy", "", false) { Scale.energy($0.total.energy).string($0.total.energy) },
                column("CO2e", "", false) { Scale.emissions($0.total.emissions).string($0.total.emissions) },
                column("net", "(%)", false) { network($0) },
                ColumnTable.Column(
                    title: "loss", unit: "(nat)", cells: runs.map { loss($0) }, isDispensable: true),
            ], room: Page.width)
        var lines: [String] = []
        table.write(to: &lines)
        return
            (lines + [""] + [
                "\(runs.count) run\(runs.count == 1 ? "" : "s") in \(place)/; net is the network's share of CO2e"
            ])
            .map { $0 + "\n" }.joined()
    }

    private static func standing(_ run: StoredRun) -> String {
        run.standing == .stoppedByBudget ? "budget" : run.standing.rawValue
    }

    private static func network(_ run: StoredRun) -> String {
        run.total.emissions == 0
            ? "-" : Figures.decimal(Double(run.network.emissions) / Double(run.total.emissions) * 100, places: 1)
    }

    private static func loss(_ run: StoredRun) -> String { run.finalLoss.map { Figures.decimal($0, places: 2) } ?? "-" }
}

/// The same for programs: `coordinator runs --json`.
package enum RunsFile {
    package static func text(_ runs: [StoredRun]) -> String {
        JSONValue.array(runs.map(value)).text
    }

    private static func value(_ run: StoredRun) -> JSONValue {
        .object([
            "run": .string(run.name), "status": .string(run.standing.rawValue),
            "reason": run.reason.map { .string($0) } ?? .null, "started": .string(run.started),
            "ended": run.ended.map { .string($0) } ?? .null, "version": .string(run.version),
            "command": .string(run.command), "folder_path": .string(run.folder),
            "cluster_file_path": .string(run.configurationName), "cluster_name": .string(run.clusterName),
            "model": .string(run.model), "nodes": .count(run.nodes), "virtual_ranks": .count(run.virtualRanks),
            "steps_planned": .count(run.stepsPlanned), "steps_done": .count(run.stepsDone),
            "makespan_seconds": .number(run.makespan.seconds), "total": EmulatedObject.total(run.total),
            "network": EmulatedObject.total(run.network),
            "initial_loss_nats_per_token": .optional(run.initialLoss),
            "final_loss_nats_per_token": .optional(run.finalLoss),
        ])
    }
}

/// A table of the store as text.
package enum StoredTableText {
    /// RFC 4180.
    package static func csv(_ table: StoredTable) -> String {
        ([table.columns] + table.rows.map { $0.map(plain) }).map { CSVLine.text($0) + "\r\n" }.joined()
    }

    /// An array of objects.
    package static func json(_ table: StoredTable) -> String {
        JSONValue.array(
            table.rows.map { row in
                .object(Dictionary(zip(table.columns, row.map(value))) { first, _ in first })
            }
        ).text
    }

    private static func plain(_ cell: StoredTable.Cell) -> String {
        switch cell {
        case .none: ""
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .text(let text): text
        }
    }

    private static func value(_ cell: StoredTable.Cell) -> JSONValue {
        switch cell {
        case .none: .null
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .text(let text): .string(text)
        }
    }
}
