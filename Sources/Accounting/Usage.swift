package import Emulation
package import Units

/// How a device is used; together with an amount it becomes energy by a tariff.
package enum UsageKind: Int, CaseIterable, Sendable, Hashable {
    // Amounts in attoseconds.
    case acceleratorComputing
    case acceleratorWaiting
    case cpuComputing
    case cpuWaiting
    case cpuStorage
    case memory
    case hostBase
    case storageIdle
    /// What a busy storage device draws above its idle power.
    case storageBusy
    case nicStanding
    case switchStanding
    case opticsStanding
    case wanStanding
    // Amounts in bytes.
    case nicTransfer
    case switchTransfer
    case opticsTransfer
    case wanTransfer

    package var component: Component {
        switch self {
        case .acceleratorComputing, .acceleratorWaiting: .accelerator
        case .cpuComputing, .cpuWaiting, .cpuStorage: .cpu
        case .memory: .memory
        case .hostBase: .hostBase
        case .storageIdle, .storageBusy: .storage
        case .nicStanding, .nicTransfer: .nic
        case .switchStanding, .switchTransfer: .switch
        case .opticsStanding, .opticsTransfer: .optics
        case .wanStanding, .wanTransfer: .wan
        }
    }
}

/// A linear piece of an account: so much use of one kind, for one phase and cause.
package struct UsageItem: Sendable, Hashable {
    package let phase: Phase
    package let cause: Cause
    package let kind: UsageKind
    /// Attoseconds or bytes, by `kind`; negative where a cause's first difference is.
    package var amount: Int128

    package init(phase: Phase, cause: Cause, kind: UsageKind, amount: Int128) {
        self.phase = phase
        self.cause = cause
        self.kind = kind
        self.amount = amount
    }
}

extension RankStep {
    /// The activities of the node's host and accelerators, in a fixed order, zero ones left out. They tile the step.
    package var activities: [(phase: Phase, cause: Cause, duration: VirtualDuration)] {
        var list: [(phase: Phase, cause: Cause, duration: VirtualDuration)] = [
            (.forward, .useful, forward), (.backward, .useful, backward),
            (kind == .training ? .backward : .evaluate, .slowedByCommunication, slowedCompute),
            (.optimizer, .useful, optimizer),
            (.evaluate, .useful, evaluation), (.forward, .storageStall, inputStall),
            (.checkpoint, .storageStall, checkpoint),
        ]
        for cause in WaitCause.allCases { list.append((communicationPhase, Cause(cause), waits[cause.rawValue])) }
        return list.filter { $0.duration != .zero }
    }

    /// What the CPUs are busy with in an activity with this cause.
    private static func cpuUse(_ cause: Cause) -> UsageKind {
        switch cause {
        case .useful, .slowedByCommunication: .cpuComputing
        case .storageStall: .cpuStorage
        case .imbalance, .intraNode, .straggler, .latency, .bandwidth, .contention, .linkFault, .standing, .transfer:
            .cpuWaiting
        }
    }

    /// The phase that waits for others and the network's devices are booked in.
    private var communicationPhase: Phase {
        switch kind {
        case .training: .allReduce
        case .evaluation, .closing: .evaluate
        case .checkpoint: .checkpoint
        }
    }

    /// All use of the node's devices and of its share of the fabric in this step, in a fixed order.
    ///
    /// Host, memory and idle storage run through every activity; the accelerators compute in the useful ones and wait in
    /// the others; the network's devices stand through the whole step,
    /// but on the ideal network, where they draw nothing.
    package var usage: [UsageItem] {
        var items: [UsageItem] = []
        for (phase, cause, duration) in activities {
            let isComputing = cause == .useful || cause == .slowedByCommunication
            let accelerator: UsageKind = isComputing ? .acceleratorComputing : .acceleratorWaiting
            for kind in [accelerator, Self.cpuUse(cause), .memory, .hostBase, .storageIdle] {
                items.append(UsageItem(phase: phase, cause: cause, kind: kind, amount: duration.attoseconds))
            }
        }
        let storagePhase: Phase = bytesWritten > 0 ? .checkpoint : .forward
        items.append(
            UsageItem(phase: storagePhase, cause: .useful, kind: .storageBusy, amount: storageBusy.attoseconds))
        guard hasFabric else { return items.filter { $0.amount != 0 } }
        items += [
            UsageItem(phase: communicationPhase, cause: .standing, kind: .nicStanding, amount: duration.attoseconds),
            UsageItem(phase: communicationPhase, cause: .standing, kind: .switchStanding, amount: duration.attoseconds),
            UsageItem(phase: communicationPhase, cause: .standing, kind: .opticsStanding, amount: duration.attoseconds),
            UsageItem(phase: communicationPhase, cause: .standing, kind: .wanStanding, amount: duration.attoseconds),
            UsageItem(
                phase: communicationPhase, cause: .transfer, kind: .nicTransfer,
                amount: Int128(bytesSent + bytesReceived + bytesSentAgain + bytesReceivedAgain)),
            UsageItem(phase: communicationPhase, cause: .transfer, kind: .switchTransfer, amount: Int128(switchBytes)),
            UsageItem(phase: communicationPhase, cause: .transfer, kind: .opticsTransfer, amount: Int128(opticsBytes)),
            UsageItem(phase: communicationPhase, cause: .transfer, kind: .wanTransfer, amount: Int128(wanBytes)),
        ]
        return items.filter { $0.amount != 0 }
    }
}
