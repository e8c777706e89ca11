internal import Collectives
internal import Coordination
internal import Digests
internal import NeuralNetwork
internal import TensorKernels

/// A frame as bytes, in the three parts that travel.
struct InMemoryFrame {
    var header: [UInt8]
    var stamps: [UInt8]
    var payload: [UInt8]

    /// Flips one bit somewhere.
    mutating func corrupt(at position: Int) {
        switch position % 3 {
        case 0: header[position % header.count] ^= 1
        case 1 where !stamps.isEmpty: stamps[position % stamps.count] ^= 4
        default:
            if payload.isEmpty { header[0] ^= 1 } else { payload[position % payload.count] ^= 16 }
        }
    }
}

/// The shell of a worker machine in memory: does at once what the machine asks for.
struct InMemoryWorker {
    var machine: WorkerMachine<ReceivedPayload>
    private(set) var replica: Replica?
    private(set) var drops = DropCounter()
    private let kernels: Kernels
    private var frames = FrameNumbers()

    init(index: Int, softwareVersion: String, kernels: Kernels) {
        var hello = Ringwatt_Control_Hello()
        hello.softwareVersion = softwareVersion
        hello.numericClass = kernels.numericClass
        hello.kernels = kernels.name
        hello.host = "memory"
        hello.process = UInt32(index)
        hello.dataEndpoint = "inproc://\(index)"
        machine = WorkerMachine(hello: hello)
        self.kernels = kernels
    }

    /// Does what the machine asks for; what comes of it are events for the machine.
    mutating func perform(_ action: WorkerMachine<ReceivedPayload>.Action) -> [WorkerMachine<ReceivedPayload>.Event] {
        do {
            switch action {
            case .build(let plan, let training, let validation):
                let replica = try Replica(
                    plan: plan, training: training, validation: validation, kernels: kernels, store: .memory)
                self.replica = replica
                return [.built(weights: replica.weightsDigest.bytes, parameters: replica.parameterCount)]
            case .evaluate(let isFinal):
                guard let replica else { return [] }
                return [try replica.evaluated(isFinal: isFinal)]
            case .compute(let step, let pass, let operations):
                guard let replica else { return [] }
                var events: [WorkerMachine<ReceivedPayload>.Event] = []
                let last = try replica.computed(step: step, pass: pass, operations: operations) {
                    events.append(.bucketReady(step: step, bucket: $0))
                }
                return events + [last]
            case .combine(let content, let elements, let combine, let payload):
                guard let replica else { return [] }
                payload.combine(combine, into: FloatSlice(replica.buffer(of: content), elements), kernels: kernels)
                return []
            case .summarizeGradient(let step):
                guard let replica else { return [] }
                return [.summarized(step: step, replica.gradientSummary)]
            case .apply(let step, let squareSums):
                try replica?.apply(step: step, squareSums: squareSums)
                return [.applied(step: step)]
            case .writeCheckpoint(let step):
                try replica?.writeCheckpoint(step: step)
                return [.checkpointed(step: step)]
            case .collectFinalWords:
                var words = WorkerMachine<ReceivedPayload>.FinalWords()
                words.weights = replica?.weightsDigest.bytes ?? []
                words.droppedFrames = drops.total
                return [.finished(words)]
            case .send, .connect, .sendFrame, .exit: return []
            }
        } catch {
            return [.failed("\(error)")]
        }
    }

    mutating func encode(_ message: OutgoingMessage, step: Int) -> InMemoryFrame {
        var encoder = GradientFrameEncoder()
        guard let replica, let expectation = machine.expectation else {
            preconditionFailure("a frame before the replica is built")
        }
        let frame = frames.next(message, step: step, expectation: expectation)
        return replica.buffer(of: message.content).withUnsafeBytes(message.elements) { bytes in
            encoder.encode(frame, stamps: message.stamps, payload: bytes)
            return InMemoryFrame(header: encoder.header, stamps: encoder.stamps, payload: Array(bytes))
        }
    }

    /// The event of a received frame; `nil` if it was dropped, which is counted.
    mutating func decode(_ received: InMemoryFrame) -> WorkerMachine<ReceivedPayload>.Event? {
        guard let expectation = machine.expectation else { return nil }
        var decoder = GradientFrameDecoder(expecting: expectation)
        var stamps: [Int128] = []
        do {
            let frame = try received.header.withUnsafeBytes { header in
                try received.stamps.withUnsafeBytes { stampBytes in
                    try received.payload.withUnsafeBytes { payload in
                        try decoder.decode(header: header, stamps: stampBytes, payload: payload, stampsInto: &stamps)
                    }
                }
            }
            return .frame(frame, stamps: stamps, ReceivedPayload(copying: received.payload))
        } catch {
            if let rejection = error as? FrameRejection { drops.count(rejection) }
            return nil
        }
    }
}
