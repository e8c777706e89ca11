internal import ClusterModel
internal import Language

/// How the run ended and what the trained model learned: real figures only.
enum LearnedSection {
    /// Writes why a run stopped if it did, then loss, perplexity and bits per byte before and after, and the replicas' state.
    static func write(_ report: RunReport, to page: inout Page) {
        if case .stopped(let step, let reason) = report.status {
            page.field(
                "STOPPED",
                "after \(Figures.grouped(step)) of \(Figures.grouped(report.trained.stepsPlanned)) steps: \(reason)")
            page.field("", "All figures below are of what was booked until then.")
            page.gap()
        }
        let trained = report.trained
        page.items(
            "TRAINED (real)",
            [
                "\(Figures.count(trained.parameterCount)) parameters,",
                "\(Figures.grouped(trained.stepsDone)) steps x \(Figures.grouped(trained.tokensPerStep)) tokens,",
                "seed \(report.seed)",
            ])
        page.items("LEARNED", learned(trained))
        page.items("", replicas(report))
        page.field("  text", trained.corpus)
    }

    private static func learned(_ trained: TrainedSummary) -> [String] {
        guard let first = metrics(trained.initialEvaluation) else { return ["nothing was evaluated"] }
        guard let last = metrics(trained.finalEvaluation) else {
            var pieces = ["validation loss \(loss(first.loss)) before training;", "not evaluated after it"]
            if let training = trained.stepLosses.last {
                pieces.append("(training loss of the last step \(loss(training)))")
            }
            return pieces
        }
        return [
            "validation loss \(loss(first.loss)) -> \(loss(last.loss)) nats per token,",
            "perplexity \(figure(first.perplexity)) -> \(figure(last.perplexity)),",
            "bits per byte \(loss(first.bitsPerByte)) -> \(loss(last.bitsPerByte))",
            last.loss < first.loss ? "" : "(it did not learn)",
        ].filter { !$0.isEmpty }
    }

    private static func replicas(_ report: RunReport) -> [String] {
        let model = report.cluster.workload.represented.model.name
        let scope = model == "trained" ? [] : ["Of the small model; says nothing of \(model)."]
        guard report.worldSize > 1 else { return scope + ["One replica."] }
        return scope
            + (report.trained.replicasIdentical
                ? ["\(report.worldSize) replicas, identical to the bit."]
                : ["REPLICAS DIFFER:", "the weights are not to be trusted."])
    }

    private static func metrics(_ evaluation: TrainedSummary.Evaluation?) -> LanguageMetrics? {
        guard let evaluation, evaluation.tokens > 0 else { return nil }
        return LanguageMetrics(negativeLogLikelihood: evaluation.nats, tokenCount: evaluation.tokens)
    }

    private static func loss(_ value: Double) -> String { Figures.decimal(value, places: 2) }

    private static func figure(_ value: Double) -> String {
        abs(value) >= 1e7 ? "above 10 million" : Figures.decimal(value, places: value >= 100 ? 0 : 1)
    }
}
