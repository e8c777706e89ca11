internal import Units

/// A point of a rank's compute in a step: a share `work` / `StepProgram.totalWork` of a pass is done.
struct ComputePoint: Sendable, Hashable, Comparable {
    /// Passes are counted through the step: forward and backward of each micro-batch, then the optimiser, then the end.
    let pass: Int
    let work: Int128

    static func < (a: Self, b: Self) -> Bool { (a.pass, a.work) < (b.pass, b.work) }
}

/// A kind of step that has a program.
package enum StepPhase: Sendable, Hashable {
    case training
    case evaluation
}

/// What a collective does to all ranks' buffers.
package enum CollectiveKind: Int, Sendable, Hashable, CaseIterable {
    /// Everyone ends with the sum.
    case allReduce
    /// Everyone ends with the sum of its own shard.
    case reduceScatter
    /// Everyone ends with all shards.
    case allGather
}

/// Collectives of a step that belong together: the first may begin only when something is there, and the last ends a
/// wait.
package enum OperationGroup: Sendable, Hashable {
    /// Weights, before a pass that uses them; passes are counted as in `ComputePoint`.
    case weights(pass: Int)
    /// Gradients, as the last backward pass fills buckets.
    case gradients
    /// Weights that the optimiser has brought up to date.
    case updatedWeights
}

/// One collective of a step on the ranks' communication streams.
package struct StreamOperation: Sendable, Hashable {
    package let kind: CollectiveKind
    package let group: OperationGroup
    /// Of the emulated model: a bucket of gradients, or the unit of weights of the same elements.
    package let bucket: Int
}

/// A step as a program for two machines: compute, which goes through passes and stands still at gates until a collective
/// is over, and the communication stream, which plays collectives in order, each as soon as compute has come far enough.
package struct StepProgram: Sendable {
    /// Compute goes no further before an operation is over; without one it only marks the end of a pass.
    struct Gate: Sendable, Hashable {
        /// Index of a point.
        let point: Int
        let operation: Int?
    }

    /// When compute has come far enough for an operation.
    struct Trigger: Sendable, Hashable {
        /// Index of a point.
        let point: Int
        /// Gates that are passed before.
        let gates: Int
    }

    /// In order; the last is the end of the compute.
    let points: [ComputePoint]
    /// In order of their points.
    let gates: [Gate]
    /// In the order of the stream.
    package let operations: [StreamOperation]
    /// By operation.
    let triggers: [Trigger]
    /// By operation: the gate that waits for it.
    let gateOfOperation: [Int?]
    /// What a pass comes to; `ComputePoint.work` is a share of it.
    let totalWork: Int128

    /// A gate or an operation before its place in the program is known.
    struct Draft {
        struct Operation {
            var operation: StreamOperation
            var point: ComputePoint
            /// The gate after which it may begin; `nil` for those before its point.
            var afterGate: Int?
        }
        struct Gate {
            var point: ComputePoint
            /// Index into `operations`.
            var operation: Int?
        }
        var operations: [Operation] = []
        /// In order of their points.
        var gates: [Gate] = []
    }

    /// Puts operations in the order in which their triggers come.
    ///
    /// - Parameter end: the point at which the compute is done.
    init(_ draft: Draft, end: ComputePoint, totalWork: Int128) {
        let gatePoints = draft.gates.map(\.point)
        precondition(gatePoints == gatePoints.sorted(), "gates stand in the order of the compute")
        let gatesBefore = draft.operations.map { operation in
            operation.afterGate.map { $0 + 1 } ?? gatePoints.prefix { $0 < operation.point }.count
        }
        let order = draft.operations.indices.sorted { a, b in
            (draft.operations[a].point, gatesBefore[a], a) < (draft.operations[b].point, gatesBefore[b], b)
        }
        let points = Array(Set(gatePoints + draft.operations.map(\.point) + [end])).sorted()
        let indices = Dictionary(uniqueKeysWithValues: zip(points, points.indices))
        var places = [Int](repeating: 0, count: order.count)
        for (place, draft) in order.enumerated() { places[draft] = place }
        self.points = points
        self.totalWork = totalWork
        operations = order.map { draft.operations[$0].operation }
        triggers = order.map { Trigger(point: indices[draft.operations[$0].point]!, gates: gatesBefore[$0]) }
        gates = draft.gates.map { gate in
            Gate(point: indices[gate.point]!, operation: gate.operation.map { places[$0] })
        }
        var gateOfOperation = [Int?](repeating: nil, count: order.count)
        for (index, gate) in gates.enumerated() {
            if let operation = gate.operation { gateOfOperation[operation] = index }
        }
        self.gateOfOperation = gateOfOperation
    }

    /// Where each point lies, as time at full speed from the start of the compute (attoseconds).
    ///
    /// - Parameter starts: when each pass begins, the end of the compute last.
    func positions(passStarts starts: [Int128]) -> [Int128] {
        points.map { point in
            let start = starts[point.pass]
            guard point.work > 0 else { return start }
            return start + Exact.multiplyDivide(starts[point.pass + 1] - start, point.work, by: totalWork)
        }
    }
}
