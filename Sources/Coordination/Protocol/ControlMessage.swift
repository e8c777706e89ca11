internal import Foundation
internal import SwiftProtobuf

/// The body of a control message.
package typealias ControlBody = Ringwatt_Control_Envelope.OneOf_Body

/// Control messages between a coordinator and its workers, and the bytes they travel as.
package struct ControlMessage: Sendable, Equatable {
    /// Both sides must speak the same version; it grows with any change of `control.proto` or of the frames.
    package static let protocolVersion: UInt32 = 1
    /// Longest control message that is looked at (bytes).
    package static let maximumSize = 64 << 20

    /// 0 before the sender knows it.
    package let run: UInt64
    package let generation: UInt32
    package let body: ControlBody

    package init(run: UInt64, generation: UInt32, body: ControlBody) {
        self.run = run
        self.generation = generation
        self.body = body
    }

    /// Why bytes are not a control message.
    package enum Rejection: Error, Sendable, Equatable {
        case malformed
        case wrongVersion(UInt32)
        case empty
    }

    package init(decoding bytes: some Collection<UInt8> & Sendable) throws(Rejection) {
        guard bytes.count <= Self.maximumSize,
            let envelope = try? Ringwatt_Control_Envelope(serializedBytes: Array(bytes))
        else { throw .malformed }
        guard envelope.protocolVersion == Self.protocolVersion else { throw .wrongVersion(envelope.protocolVersion) }
        guard let body = envelope.body else { throw .empty }
        self.init(run: envelope.run, generation: envelope.generation, body: body)
    }

    package var encoded: [UInt8] {
        var envelope = Ringwatt_Control_Envelope()
        envelope.protocolVersion = Self.protocolVersion
        envelope.run = run
        envelope.generation = generation
        envelope.body = body
        // Proto3 messages without required fields always serialise.
        return (try? envelope.serializedBytes()) ?? []
    }
}
