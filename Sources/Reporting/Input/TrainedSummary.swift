/// What was really trained: of the trained model only, never of the emulated cluster.
package struct TrainedSummary: Sendable, Hashable {
    /// A loss over tokens of real text.
    package struct Evaluation: Sendable, Hashable {
        /// Σ −ln p over the tokens.
        package let nats: Double
        /// How many tokens were predicted.
        package let tokens: Int

        /// From a sum and its count.
        package init(nats: Double, tokens: Int) {
            self.nats = nats
            self.tokens = tokens
        }
    }

    /// Parameters of the trained model.
    package var parameterCount: Int
    /// Committed steps.
    package var stepsDone: Int
    /// Steps the configuration asks for.
    package var stepsPlanned: Int
    /// Tokens of one step, over all ranks.
    package var tokensPerStep: Int
    /// On the validation text before the first step; `nil` if the run stopped before.
    package var initialEvaluation: Evaluation?
    /// On the same text after the last step; `nil` if the run stopped before.
    package var finalEvaluation: Evaluation?
    /// Mean training loss of each step in nats per token, from step 1 on.
    package var stepLosses: [Double]
    /// True if all replicas agreed to the bit after every committed step.
    package var replicasIdentical: Bool
    /// `fma` or `no-fma`: within a class all machines give the same bits.
    package var numericClass: String
    /// Digest of the weights that all replicas agreed on last, in hexadecimal digits.
    package var weightsDigest: String
    /// What the text was, without the path to it.
    package var corpus: String

    /// From its parts.
    package init(
        parameterCount: Int, stepsDone: Int, stepsPlanned: Int, tokensPerStep: Int, initialEvaluation: Evaluation?,
        finalEvaluation: Evaluation?, stepLosses: [Double], replicasIdentical: Bool, numericClass: String,
        weightsDigest: String, corpus: String
    ) {
        self.parameterCount = parameterCount
        self.stepsDone = stepsDone
        self.stepsPlanned = stepsPlanned
        self.tokensPerStep = tokensPerStep
        self.initialEvaluation = initialEvaluation
        self.finalEvaluation = finalEvaluation
        self.stepLosses = stepLosses
        self.replicasIdentical = replicasIdentical
        self.numericClass = numericClass
        self.weightsDigest = weightsDigest
        self.corpus = corpus
    }
}
