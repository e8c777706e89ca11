package import Coordination
internal import Digests
internal import NeuralNetwork
package import TensorKernels

/// What a replica does for a worker's machine, told as the machine's events.
extension Replica {
    /// The flat buffer that collectives read and write.
    package func buffer(of content: CollectiveOperation.Content) -> FlatBuffer {
        switch content {
        case .gradients: transformer.gradients
        case .weights: transformer.parameters
        }
    }

    func evaluated(isFinal: Bool) throws(ReplicaError) -> WorkerMachine<ReceivedPayload>.Event {
        let found = try evaluate(isFinal: isFinal)
        return .evaluated(
            isFinal: isFinal, lossSums: found.lossSums, tokens: found.tokens, weights: found.weights.bytes)
    }

    /// Computes a step in one, or one pass of it.
    func computed(
        step: Int, pass: Int?, operations: StepOperations, onBucket: (Int) -> Void
    ) throws(ReplicaError) -> WorkerMachine<ReceivedPayload>.Event {
        let buckets = operations.realBuckets
        let gradients: Gradients
        if let pass {
            guard let last = try computePass(pass, step: step, buckets: buckets, onBucket: onBucket) else {
                return .passed(step: step, pass: pass)
            }
            gradients = last
        } else {
            gradients = try computeGradients(step: step, buckets: buckets, onBucket: onBucket)
        }
        return .computed(
            step: step, lossSums: gradients.lossSums, tokens: gradients.tokens, weights: gradients.weights.bytes)
    }
}
