internal import GRDB

/// The tables, by the migrations that made them. A migration that was released is never changed: a new one follows it.
///
/// Energies are nanojoules and emissions micrograms of CO2e: 64-bit integers where one entry or step is meant, decimal
/// text for sums, which may be longer. Virtual times are attoseconds as decimal text.
enum Schema {
    /// Tells our files from other SQLite databases: "RWTT".
    static let applicationID: Int32 = 0x5257_5454

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 runs") { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: runs)
        }
        return migrator
    }

    private static let runs = """
        CREATE TABLE configuration (
            id INTEGER PRIMARY KEY,
            -- The cluster file with the options of the command line behind it: all that the cluster follows from.
            cluster_file TEXT NOT NULL,
            catalog TEXT,
            UNIQUE (cluster_file, catalog)
        );
        CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            -- running, completed, stopped_by_budget, failed, interrupted
            status TEXT NOT NULL,
            reason TEXT,
            -- Of the host, ISO 8601.
            started TEXT NOT NULL,
            ended TEXT,
            version TEXT NOT NULL,
            command TEXT NOT NULL,
            folder TEXT NOT NULL,
            -- Which process writes it: a run that is running in no process was killed.
            process INTEGER NOT NULL,
            process_start TEXT NOT NULL,
            configuration INTEGER NOT NULL REFERENCES configuration,
            configuration_name TEXT NOT NULL,
            cluster_name TEXT NOT NULL,
            model TEXT NOT NULL,
            seed TEXT NOT NULL,
            nodes INTEGER NOT NULL,
            virtual_ranks INTEGER NOT NULL,
            steps_planned INTEGER NOT NULL,
            steps_done INTEGER NOT NULL,
            -- Of the real training.
            trained_parameters INTEGER NOT NULL,
            trained_tokens_per_step INTEGER NOT NULL,
            corpus TEXT NOT NULL,
            corpus_path TEXT NOT NULL,
            initial_loss_nats REAL, initial_loss_tokens INTEGER,
            final_loss_nats REAL, final_loss_tokens INTEGER,
            numeric_class TEXT, weights_digest TEXT,
            max_emissions_micrograms INTEGER, max_energy_nanojoules TEXT,
            stopped_by TEXT, next_step_energy_nanojoules TEXT, next_step_emissions_micrograms TEXT,
            -- Of the emulated cluster, so far.
            makespan_attoseconds TEXT NOT NULL,
            energy_nanojoules TEXT NOT NULL,
            emissions_micrograms TEXT NOT NULL,
            network_energy_nanojoules TEXT NOT NULL,
            network_emissions_micrograms TEXT NOT NULL,
            embodied_micrograms TEXT,
            -- What the host spent: the text of host.json.
            host TEXT
        );
        CREATE TABLE rank (
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            rank INTEGER NOT NULL,
            node_group INTEGER NOT NULL,
            accelerator TEXT NOT NULL, accelerators INTEGER NOT NULL,
            nic TEXT NOT NULL, nics INTEGER NOT NULL,
            site TEXT NOT NULL,
            -- The worker that played it.
            host TEXT, process INTEGER,
            PRIMARY KEY (run, rank)
        ) WITHOUT ROWID;
        -- What was booked at once for all ranks, in order.
        CREATE TABLE booking (
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            position INTEGER NOT NULL,
            -- evaluation, training, checkpoint, closing
            kind TEXT NOT NULL,
            step INTEGER NOT NULL,
            end_attoseconds TEXT NOT NULL,
            energy_nanojoules TEXT NOT NULL,
            emissions_micrograms TEXT NOT NULL,
            PRIMARY KEY (run, position)
        ) WITHOUT ROWID;
        -- Training steps; emulated times are means over the ranks.
        CREATE TABLE step (
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            step INTEGER NOT NULL,
            loss_nats REAL NOT NULL, tokens INTEGER NOT NULL,
            virtual_end_attoseconds TEXT NOT NULL,
            forward_attoseconds TEXT NOT NULL, backward_attoseconds TEXT NOT NULL,
            slowed_compute_attoseconds TEXT NOT NULL, optimizer_attoseconds TEXT NOT NULL,
            storage_attoseconds TEXT NOT NULL,
            -- By cause, in the order imbalance, intra_node, straggler, latency, bandwidth, contention, link_fault.
            wait_attoseconds TEXT NOT NULL,
            communication_attoseconds TEXT NOT NULL,
            energy_nanojoules TEXT NOT NULL, emissions_micrograms TEXT NOT NULL,
            network_energy_nanojoules TEXT NOT NULL, network_emissions_micrograms TEXT NOT NULL,
            PRIMARY KEY (run, step)
        ) WITHOUT ROWID;
        CREATE TABLE category (
            id INTEGER PRIMARY KEY,
            phase TEXT NOT NULL, component TEXT NOT NULL, serving TEXT NOT NULL, cause TEXT NOT NULL,
            UNIQUE (phase, component, serving, cause)
        );
        CREATE TABLE entry (
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            generation INTEGER NOT NULL,
            rank INTEGER NOT NULL,
            step INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            category INTEGER NOT NULL REFERENCES category,
            energy_nanojoules INTEGER NOT NULL,
            emissions_micrograms INTEGER NOT NULL,
            PRIMARY KEY (run, generation, rank, step, sequence)
        ) WITHOUT ROWID;
        CREATE VIEW ledger AS
            SELECT run.name AS run, generation, rank, step, phase, sequence, component, serving, cause,
                entry.energy_nanojoules, entry.emissions_micrograms
            FROM entry JOIN run ON run.id = entry.run JOIN category ON category.id = entry.category;
        CREATE TABLE scenario (
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            executed INTEGER NOT NULL,
            algorithm TEXT NOT NULL,
            makespan_attoseconds TEXT NOT NULL,
            energy_nanojoules TEXT NOT NULL, emissions_micrograms TEXT NOT NULL,
            network_energy_nanojoules TEXT NOT NULL, network_emissions_micrograms TEXT NOT NULL,
            embodied_micrograms TEXT NOT NULL,
            PRIMARY KEY (run, position)
        ) WITHOUT ROWID;
        CREATE TABLE constant (
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            name TEXT NOT NULL,
            low TEXT NOT NULL, central TEXT NOT NULL, high TEXT NOT NULL,
            source TEXT NOT NULL, year INTEGER NOT NULL, confidence TEXT NOT NULL,
            PRIMARY KEY (run, name)
        ) WITHOUT ROWID;
        """
}
