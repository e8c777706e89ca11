package import Accounting
package import ClusterModel
internal import Emulation
internal import GRDB
internal import Units

/// What is known of a run before it begins.
package struct RunHead: Sendable {
    /// The run's name, which is also its folder's.
    package var name: String
    package var generation: UInt32
    /// Of the host, ISO 8601.
    package var started: String
    /// Of the program.
    package var version: String
    /// Arguments of the command line.
    package var command: String
    package var folder: String
    /// What `--config` said.
    package var configurationName: String
    package var loaded: ClusterFile.Loaded
    package var virtualRanks: Int
    package var trainedParameters: Int
    package var trainedTokensPerStep: Int
    /// What the text was, and where it was read.
    package var corpus: String
    package var corpusPath: String
    package var budget: Budget?

    package init(
        name: String, generation: UInt32, started: String, version: String, command: String, folder: String,
        configurationName: String, loaded: ClusterFile.Loaded, virtualRanks: Int, trainedParameters: Int,
        trainedTokensPerStep: Int, corpus: String, corpusPath: String, budget: Budget?
    ) {
        self.name = name
        self.generation = generation
        self.started = started
        self.version = version
        self.command = command
        self.folder = folder
        self.configurationName = configurationName
        self.loaded = loaded
        self.virtualRanks = virtualRanks
        self.trainedParameters = trainedParameters
        self.trainedTokensPerStep = trainedTokensPerStep
        self.corpus = corpus
        self.corpusPath = corpusPath
        self.budget = budget
    }

    func insert(into database: Database) throws -> Int64 {
        let cluster = loaded.cluster
        let columns: [(String, (any DatabaseValueConvertible)?)] = [
            ("name", name), ("status", RunStanding.running.rawValue), ("started", started), ("version", version),
            ("command", command), ("folder", folder), ("process", Int(WritingProcess.own.id)),
            ("process_start", WritingProcess.own.start), ("configuration", try configuration(in: database)),
            ("configuration_name", configurationName), ("cluster_name", cluster.name),
            ("model", cluster.workload.represented.model.name), ("seed", "\(cluster.workload.trained.seed)"),
            ("nodes", cluster.nodeCount), ("virtual_ranks", virtualRanks),
            ("steps_planned", cluster.workload.trained.steps), ("steps_done", 0),
            ("trained_parameters", trainedParameters), ("trained_tokens_per_step", trainedTokensPerStep),
            ("corpus", corpus), ("corpus_path", corpusPath),
            ("max_emissions_micrograms", budget?.emissions?.micrograms),
            ("max_energy_nanojoules", budget?.energy.map { "\($0.nanojoules)" }), ("makespan_attoseconds", "0"),
            ("energy_nanojoules", "0"), ("emissions_micrograms", "0"), ("network_energy_nanojoules", "0"),
            ("network_emissions_micrograms", "0"),
        ]
        try database.execute(
            sql: """
                INSERT INTO run (\(columns.map(\.0).joined(separator: ", ")))
                VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
                """,
            arguments: StatementArguments(columns.map(\.1)))
        let run = database.lastInsertedRowID
        var rank = 0
        for group in cluster.nodes.indices {
            for _ in 0..<cluster.nodes[group].count {
                try insert(rank: rank, group: group, cluster.nodes[group], of: run, database)
                rank += 1
            }
        }
        return run
    }

    private func insert(
        rank: Int, group: Int, _ node: NodeGroup, of run: Int64, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO rank (run, rank, node_group, accelerator, accelerators, nic, nics, site)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                run, rank, group, node.accelerator.name, node.acceleratorsPerNode, node.nic.name, node.nicsPerNode,
                node.site,
            ])
    }

    /// The number of the configuration; equal ones are kept once.
    private func configuration(in database: Database) throws -> Int64 {
        let arguments: StatementArguments = [loaded.wholeText, loaded.catalogText]
        // NULL equals nothing in a constraint, but IS compares it.
        let sql = "SELECT id FROM configuration WHERE cluster_file = ? AND catalog IS ?"
        if let id = try Int64.fetchOne(database, sql: sql, arguments: arguments) { return id }
        try database.execute(
            sql: "INSERT INTO configuration (cluster_file, catalog) VALUES (?, ?)", arguments: arguments)
        return database.lastInsertedRowID
    }
}
