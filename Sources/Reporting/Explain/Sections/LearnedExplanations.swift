internal import Language

/// What was really trained.
enum LearnedExplanations {
    static func add(_ report: RunReport, to book: inout ExplanationBook) {
        let trained = report.trained
        let facts: [(String, Explanation.Value, [String], String)] = [
            (
                "parameters", .number(Double(trained.parameterCount), .count), ["trained (real)"],
                "of the model that is really trained"
            ),
            (
                "tokens_per_step", .number(Double(trained.tokensPerStep), .count), [],
                "bytes of text in a step, over all ranks"
            ),
            (
                "replicas_identical", .text(trained.replicasIdentical ? "true" : "false"), ["replicas"],
                "whether all replicas agreed to the bit after every committed step"
            ),
            ("numeric_class", .text(trained.numericClass), [], "machines of one class give the same bits"),
            ("weights_digest", .text(trained.weightsDigest), [], "of the weights that all replicas agreed on last"),
            ("corpus", .text(trained.corpus), ["text"], "what the text was, and a digest of it"),
        ]
        for (name, value, aliases, meaning) in facts {
            book.add(
                Explanation(
                    "trained.\(name)", value: value, aliases: aliases, place: "TRAINED (real)", meaning: meaning,
                    origin: .measured))
        }
        if let last = trained.stepLosses.last {
            book.add(
                Explanation(
                    "trained.step_losses_nats_per_token", last, .nats, aliases: ["training loss"], place: "LEARNED",
                    meaning: "mean training loss of the last step; result.json has that of each step",
                    origin: .measured, keys: ["trained.step_losses_nats_per_token[]"]))
        }
        evaluation("initial_evaluation", trained.initialEvaluation, "before the first step", to: &book)
        evaluation("final_evaluation", trained.finalEvaluation, "after the last step", to: &book)
    }

    private static func evaluation(
        _ name: String, _ evaluation: TrainedSummary.Evaluation?, _ moment: String, to book: inout ExplanationBook
    ) {
        let root = "trained.\(name)"
        guard let evaluation, evaluation.tokens > 0 else {
            book.add(
                Explanation(
                    root, value: .text("not evaluated"), place: "LEARNED", meaning: "validation loss \(moment)",
                    origin: .measured))
            return
        }
        let metrics = LanguageMetrics(negativeLogLikelihood: evaluation.nats, tokenCount: evaluation.tokens)
        let nats = book.add(
            Explanation(
                "\(root).sum_nats", evaluation.nats, .nats, place: "result.json",
                meaning: "sum of -ln p of the true next bytes of the validation text, \(moment)", origin: .measured))
        let tokens = book.add(
            Explanation(
                "\(root).tokens", Double(evaluation.tokens), .count, place: "result.json",
                meaning: "bytes that were predicted", origin: .measured))
        let loss = book.add(
            Explanation(
                "\(root).loss_nats_per_token", metrics.loss, .nats, symbol: "loss",
                aliases: ["learned", "validation loss", "loss"], place: "LEARNED",
                meaning: "validation loss \(moment)", formula: nats / tokens))
        book.add(
            Explanation(
                "\(root).perplexity", metrics.perplexity, .count, aliases: ["perplexity"], place: "LEARNED",
                meaning: "equally likely bytes among which the model wavers, \(moment)",
                formula: .function(.exponential, [loss])))
        book.add(
            Explanation(
                "\(root).bits_per_byte", metrics.bitsPerByte, .count, aliases: ["bits per byte"], place: "LEARNED",
                meaning: "validation loss \(moment) over ln 2, a token being a byte",
                formula: loss / .number(0.693_147_180_559_945_3)))
    }
}
