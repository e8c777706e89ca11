package import Collectives
package import TensorKernels
package import ZeroMQ

/// The gradients of a received frame, where they arrived: in the message itself, or in a copy for tests in memory.
///
/// It is made by the thread that owns the sockets and read by that thread alone.
package final class ReceivedPayload: @unchecked Sendable {
    private let message: Message?
    private let bytes: [UInt8]

    package init(_ message: consuming Message) {
        self.message = consume message
        bytes = []
    }

    package init(copying bytes: [UInt8]) {
        message = nil
        self.bytes = bytes
    }

    /// Adds the gradients to `target`, or copies them there.
    package func combine(_ combine: Combine, into target: FloatSlice, kernels: Kernels) {
        if message == nil {
            bytes.withUnsafeBytes { Self.combine(combine, $0, into: target, kernels: kernels) }
        } else {
            message!.withUnsafeBytes { Self.combine(combine, $0, into: target, kernels: kernels) }
        }
    }

    private static func combine(
        _ combine: Combine, _ source: UnsafeRawBufferPointer, into target: FloatSlice, kernels: Kernels
    ) {
        switch combine {
        case .add: kernels.add(bytes: source, to: target)
        case .copy: Kernels.copy(bytes: source, to: target)
        }
    }
}
