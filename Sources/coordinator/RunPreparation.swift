import Accounting
import ArgumentParser
import ClusterModel
import Coordination
import Foundation
import Language

/// From the user's words to a plan: cluster file, corpus, shards.
struct RunPreparation {
    /// What `--config` said.
    let configName: String
    let corpus: CorpusSummary
    private let draft: RunPlan

    init(
        configName: String, loaded: ClusterFile.Loaded, virtualRanks: Int, corpusPath: String?, silenceLimit: Double,
        waitLimit: Double
    ) throws {
        let trained = loaded.cluster.workload.trained
        let nodes = loaded.cluster.nodeCount
        let corpus = try Corpus.resolve(path: corpusPath)
        let split = try TextSplit(
            documents: corpus.documents.count, seed: trained.seed, validationFraction: trained.validationFraction)
        let tokens = ByteTokenizer.tokens(of: split.training, in: corpus)
        let shards = try ShardPlan(
            tokenCount: tokens.count, worldSize: nodes * virtualRanks, contextLength: trained.context)
        let validation = ByteTokenizer.tokens(of: split.validation, in: corpus)
        _ = try ValidationWindows(
            tokenCount: validation.count, contextLength: trained.context, maximumWindows: trained.validationWindows)
        self.configName = configName
        self.corpus = corpus.summary
        draft = RunPlan(
            run: UInt64.random(in: 1...UInt64.max), generation: 1, cluster: loaded.cluster, virtualRanks: virtualRanks,
            clusterFilePath: loaded.path, clusterFile: loaded.sourceText, catalogOverride: loaded.catalogText ?? "",
            overrides: loaded.overrides,
            // A process that plays all ranks takes all shards, one behind the other.
            trainingShards: virtualRanks > 1 ? [tokens] : shards.ranges.map { Array(tokens[$0]) },
            validation: validation, checkpointDirectory: "", silenceLimit: silenceLimit, waitLimit: waitLimit,
            softwareVersion: SoftwareVersion.current)
    }

    /// The plan of the run, with the folder for its checkpoints and what it may come to.
    func plan(checkpoints: String, budget: Budget?) -> RunPlan {
        var plan = draft
        plan.checkpointDirectory = checkpoints
        plan.budget = budget
        return plan
    }
}
