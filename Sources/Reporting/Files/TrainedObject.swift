internal import Language

/// The part of `result.json` that says what was really trained.
enum TrainedObject {
    static func value(_ trained: TrainedSummary) -> JSONValue {
        .object([
            "parameters": .count(trained.parameterCount),
            "tokens_per_step": .count(trained.tokensPerStep),
            "initial_evaluation": trained.initialEvaluation.map(evaluation) ?? .null,
            "final_evaluation": trained.finalEvaluation.map(evaluation) ?? .null,
            "step_losses_nats_per_token": .array(trained.stepLosses.map { .number($0) }),
            "replicas_identical": .bool(trained.replicasIdentical),
            "numeric_class": .string(trained.numericClass),
            "weights_digest": .string(trained.weightsDigest),
            "corpus": .string(trained.corpus),
        ])
    }

    private static func evaluation(_ evaluation: TrainedSummary.Evaluation) -> JSONValue {
        guard evaluation.tokens > 0 else { return .null }
        let metrics = LanguageMetrics(negativeLogLikelihood: evaluation.nats, tokenCount: evaluation.tokens)
        return .object([
            "sum_nats": .number(evaluation.nats), "tokens": .count(evaluation.tokens),
            "loss_nats_per_token": .number(metrics.loss), "perplexity": .number(metrics.perplexity),
            "bits_per_byte": .number(metrics.bitsPerByte),
        ])
    }
}
