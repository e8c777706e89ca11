internal import Foundation

/// What a worker is told when the run begins: its rank, the configuration, its peers, and its data in pieces.
enum Welcoming {
    /// Bytes of one piece of data.
    private static let pieceSize = 1 << 20

    static func messages(plan: RunPlan, rank: Int, dataEndpoints: [String]) -> [ControlBody] {
        var welcome = Ringwatt_Control_Welcome()
        welcome.rank = UInt32(rank)
        welcome.worldSize = UInt32(plan.worldSize)
        welcome.virtualRanks = UInt32(plan.virtualRanks)
        welcome.clusterFilePath = plan.clusterFilePath
        welcome.clusterFile = plan.clusterFile
        welcome.catalogOverride = plan.catalogOverride
        welcome.overrides = Ringwatt_Control_Overrides(plan.overrides)
        welcome.dataEndpoints = dataEndpoints
        welcome.trainingBytes = UInt64(plan.trainingShards[rank].count)
        welcome.validationBytes = UInt64(plan.validation.count)
        // The coordinator speaks once a second; a worker is more patient than that even where the limit is short.
        welcome.silenceLimitSeconds = max(plan.silenceLimit, 10)
        welcome.checkpointDirectory = plan.checkpointDirectory
        return [.welcome(welcome)] + pieces(plan.trainingShards[rank], .training)
            + pieces(plan.validation, .validation)
    }

    private static func pieces(_ bytes: [UInt8], _ kind: Ringwatt_Control_Data.Kind) -> [ControlBody] {
        stride(from: 0, to: bytes.count, by: pieceSize).map { offset in
            var data = Ringwatt_Control_Data()
            data.kind = kind
            data.offset = UInt64(offset)
            data.bytes = Data(bytes[offset..<min(offset + pieceSize, bytes.count)])
            return .data(data)
        }
    }
}
