internal import Accounting
package import ClusterModel
package import Collectives
package import Emulation
internal import Units

/// The answer to a question about collectives: every asked algorithm in every asked size on a cluster's network.
package struct CollectiveSurvey: Sendable {
    package let cluster: Cluster
    package let question: CollectiveQuestion
    package let network: NetworkModel
    /// By size, then in the order of the question.
    package internal(set) var rows: [CollectiveRow]
    /// By size: what `auto` chooses, asked for or not; `nil` for the halves, which have no choice, and on large clusters
    /// where not all algorithms are asked for.
    package let choices: [Algorithm?]

    package var ranks: Int { cluster.nodeCount }
    /// True if some algorithm's flows share links of the fabric.
    package var sharesLinks: Bool { rows.contains(where: \.sharesLinks) }
    /// True if the rows were executed.
    package var isExecuted: Bool { rows.allSatisfy { $0.host != nil } }
    /// True if some row was not compared with a plain sum though the question asks for it.
    package var leavesUnchecked: Bool { question.check != .none && rows.contains { $0.wrong == nil } }

    /// Prices, and checks where asked.
    ///
    /// - Throws: `CollectiveQuestionError` for a cluster of one node, and for sizes below one element.
    package init(cluster: Cluster, question: CollectiveQuestion) throws(CollectiveQuestionError) {
        let ranks = cluster.nodeCount
        guard ranks > 1 else {
            throw CollectiveQuestionError(
                "\(cluster.name) has one node and a collective needs two: add --nodes 8, for instance")
        }
        let width = cluster.workload.represented.gradientType.width
        if let small = question.sweep.sizes.first, small.bytes < Int64(width) {
            throw CollectiveQuestionError(
                "a size of \(small.bytes) B is less than one \(cluster.workload.represented.gradientType.rawValue) "
                    + "element of \(width) B: choose a larger one")
        }
        let network = NetworkModel(cluster: cluster, constants: CentralValues())
        let job = EmulatedJob(cluster: cluster, bookedLaneOnly: true, algorithm: .ring)
        let tariffs = (0..<ranks).map { Tariff(job: job, rank: $0, constants: CentralValues()) }
        // What auto chooses is read off the rows where all that it chooses from are asked for.
        let isSurveyed = Algorithm.allCases.filter(\.isPeerToPeer).allSatisfy(question.algorithms.contains)
        var undecided = cluster
        undecided.collective.algorithm = .auto
        var rows: [CollectiveRow] = []
        var choices: [Algorithm?] = []
        for size in question.sweep.sizes {
            let elements = Int(size.bytes) / width
            let mustAsk = question.operation == .allReduce && !isSurveyed && ranks <= Self.askedRanks
            let selection = AlgorithmSelection(
                cluster: undecided, network: network, bucketBytes: Int64(elements * width),
                settled: mustAsk ? nil : .ring)
            let first = rows.count
            for algorithm in question.algorithms {
                let setting = CollectiveSetting(
                    schedule: Self.schedule(question.operation, algorithm, selection, ranks: ranks), network: network,
                    disturbances: .none)
                rows.append(
                    Self.row(
                        question, algorithm, setting: setting, elements: elements, width: width, tariffs: tariffs,
                        isChosen: mustAsk && selection.algorithm == algorithm))
            }
            var choice: Algorithm? = mustAsk ? selection.algorithm : nil
            if question.operation == .allReduce, isSurveyed {
                let eligible = rows.indices.dropFirst(first).filter { rows[$0].algorithm.isPeerToPeer }
                if let fastest = eligible.min(by: { rows[$0].time.total < rows[$1].time.total }) {
                    rows[fastest].isChosen = true
                    choice = rows[fastest].algorithm
                }
            }
            choices.append(choice)
        }
        self.cluster = cluster
        self.question = question
        self.network = network
        self.rows = rows
        self.choices = choices
    }

    /// Ranks up to which auto is asked where not all algorithms are.
    private static let askedRanks = 64

    private static func schedule(
        _ operation: CollectiveOperation, _ algorithm: Algorithm, _ selection: AlgorithmSelection, ranks: Int
    ) -> any CollectiveSchedule {
        switch operation {
        case .allReduce: selection.schedule(algorithm)
        case .reduceScatter: RingReduceScatter(worldSize: ranks)
        case .allGather: RingAllGather(worldSize: ranks)
        }
    }

    private static func row(
        _ question: CollectiveQuestion, _ algorithm: Algorithm, setting: CollectiveSetting, elements: Int, width: Int,
        tariffs: [Tariff], isChosen: Bool
    ) -> CollectiveRow {
        let bytes = Int64(elements * width)
        let time = CollectiveTime(setting: setting, elements: elements, width: width)
        let traffic = setting.traffic(elements: elements, width: width)
        let ranks = tariffs.count
        let isChecked =
            question.check.includes(bytes: Int64(elements * 4), ranks: ranks) && ranks <= CollectiveCheck.rankLimit
        let wrong = { () -> Int in
            CollectiveCheck(operation: question.operation, schedule: setting.schedule, elements: elements)
                .wrongElements()
        }
        return CollectiveRow(
            operation: question.operation, algorithm: algorithm, isChosen: isChosen,
            schedule: setting.schedule, ranks: ranks,
            elements: elements, width: width, time: time,
            sharesLinks: setting.sharesLinks,
            largestSent: traffic.map(\.sent).max() ?? 0,
            cost: CollectiveCost(time: time, traffic: traffic, tariffs: tariffs),
            bound: CollectiveBound(
                operation: question.operation, algorithm: algorithm, network: setting.network, ranks: ranks,
                bytes: bytes),
            wrongInMemory: isChecked ? wrong() : nil, host: nil)
    }
}
