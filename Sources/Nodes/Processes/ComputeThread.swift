internal import Coordination
internal import Digests
internal import Dispatch
internal import Glibc
internal import NeuralNetwork
internal import Synchronization
internal import TensorKernels

/// The thread on which a worker process computes, one thing after another; what comes of it goes to the mailbox.
final class ComputeThread: @unchecked Sendable {
    private let queue = DispatchQueue(label: "ringwatt.compute")
    private let kernels: Kernels
    private let mailbox: Mailbox<WorkerMachine<ReceivedPayload>.Event>
    /// Touched on the queue only.
    private var replica: Replica?
    /// Where shards are kept; set before the first action.
    var scratchFolder = ""
    private let shared = Mutex<(gradients: FlatBuffer, weights: FlatBuffer)?>(nil)

    init(kernels: Kernels, mailbox: Mailbox<WorkerMachine<ReceivedPayload>.Event>) {
        self.kernels = kernels
        self.mailbox = mailbox
    }

    /// A flat buffer, which the thread that owns the sockets reads and combines bucket by bucket; `nil` before there is a
    /// replica.
    func buffer(of content: CollectiveOperation.Content) -> FlatBuffer? {
        shared.withLock { content == .gradients ? $0?.gradients : $0?.weights }
    }

    func perform(_ action: WorkerMachine<ReceivedPayload>.Action) {
        queue.async { [self] in
            do {
                try work(action)
            } catch {
                mailbox.post(.failed("\(error)"))
            }
        }
    }

    func collectFinalWords(drops: DropCounter) {
        queue.async { [self] in
            var words = WorkerMachine<ReceivedPayload>.FinalWords()
            words.weights = replica?.weightsDigest.bytes ?? []
            words.processorSeconds = ProcessorTime.ofThisProcess
            words.droppedFrames = drops.total
            words.droppedReasons = drops.total == 0 ? "" : drops.description
            words.storageBytesRead = replica?.bytesRead ?? 0
            words.storageBytesWritten = replica?.checkpointBytes ?? 0
            mailbox.post(.finished(words))
        }
    }

    private func work(_ action: WorkerMachine<ReceivedPayload>.Action) throws {
        switch action {
        case .build(let plan, let training, let validation):
            let replica = try Replica(
                plan: plan, training: training, validation: validation, kernels: kernels, store: .folder(scratchFolder))
            self.replica = replica
            let buffers = (gradients: replica.buffer(of: .gradients), weights: replica.buffer(of: .weights))
            shared.withLock { $0 = buffers }
            mailbox.post(.built(weights: replica.weightsDigest.bytes, parameters: replica.parameterCount))
        case .evaluate(let isFinal):
            guard let replica else { return }
            mailbox.post(try replica.evaluated(isFinal: isFinal))
        case .compute(let step, let pass, let operations):
            guard let replica else { return }
            let event = try replica.computed(step: step, pass: pass, operations: operations) { bucket in
                mailbox.post(.bucketReady(step: step, bucket: bucket))
            }
            mailbox.post(event)
        case .summarizeGradient(let step):
            guard let replica else { return }
            mailbox.post(.summarized(step: step, replica.gradientSummary))
        case .apply(let step, let squareSums):
            try replica?.apply(step: step, squareSums: squareSums)
            mailbox.post(.applied(step: step))
        case .writeCheckpoint(let step):
            try replica?.writeCheckpoint(step: step)
            mailbox.post(.checkpointed(step: step))
        case .send, .connect, .sendFrame, .combine, .collectFinalWords, .exit: return
        }
    }
}

/// Processor time as the operating system counts it.
package enum ProcessorTime {
    /// Seconds of all threads of this process so far, user and system.
    package static var ofThisProcess: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Seconds of all child processes that have ended and been waited for, user and system.
    package static var ofEndedChildren: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
