package import Units

/// What one run of nccl-tests measured.
package struct NCCLTestRun: Hashable, Sendable {
    /// One size of its table.
    package struct Row: Hashable, Sendable {
        /// The whole vector: what each rank ends with (all-gather), begins with (reduce-scatter), or both (all-reduce).
        package let size: ByteCount
        /// Mean of one in-place collective, out of place where the table has no other.
        package let time: TimeSpan
        /// In the file.
        package let line: Int

        /// From its parts.
        package init(size: ByteCount, time: TimeSpan, line: Int) {
            self.size = size
            self.time = time
            self.line = line
        }
    }

    /// As messages name it.
    package let file: String
    /// What was measured.
    package let collective: MeasuredCollective
    /// Accelerators that took part.
    package let ranks: Int
    /// Hosts they stood in, equally many in each.
    package let nodes: Int
    /// In the order of the table, sizes above 0.
    package let rows: [Row]
    /// The reported mean of the bus bandwidths in decimal GB/s; `nil` where the output ends without it.
    package let averageBusBandwidth: Double?

    /// Accelerators per node.
    package var ranksPerNode: Int { ranks / nodes }

    /// From its parts.
    ///
    /// - Precondition: the nodes divide the ranks.
    package init(
        file: String, collective: MeasuredCollective, ranks: Int, nodes: Int, rows: [Row],
        averageBusBandwidth: Double? = nil
    ) {
        precondition(nodes >= 1 && ranks >= nodes && ranks % nodes == 0, "\(ranks) ranks on \(nodes) nodes")
        self.file = file
        self.collective = collective
        self.ranks = ranks
        self.nodes = nodes
        self.rows = rows
        self.averageBusBandwidth = averageBusBandwidth
    }
}

/// What the user says of a run that its output does not, or says wrongly.
package struct NCCLTestOverrides: Hashable, Sendable {
    package var collective: MeasuredCollective?
    /// Accelerators that took part.
    package var ranks: Int?
    /// Hosts they stood in.
    package var nodes: Int?

    /// Leaves to the output what is `nil`.
    package init(collective: MeasuredCollective? = nil, ranks: Int? = nil, nodes: Int? = nil) {
        self.collective = collective
        self.ranks = ranks
        self.nodes = nodes
    }
}
