/// What `result.json` says that cannot be worked out of the configuration: read back, the rest is priced again.
struct RecordedResult: Decodable {
    struct Total: Decodable, Equatable {
        let energyNanojoules: String
        let emissionsMicrograms: String
    }

    struct Booking: Decodable {
        let kind: String
        let count: Int
    }

    struct Emulated: Decodable {
        let course: [Booking]
        let total: Total
        let makespanAttoseconds: String
    }

    struct Evaluation: Decodable {
        let sumNats: Double
        let tokens: Int
    }

    struct Trained: Decodable {
        let parameters: Int
        let tokensPerStep: Int
        let initialEvaluation: Evaluation?
        let finalEvaluation: Evaluation?
        let stepLossesNatsPerToken: [Double]
        let replicasIdentical: Bool
        let numericClass: String
        let weightsDigest: String
        let corpus: String
    }

    struct Budget: Decodable {
        let maxEmissionsGco2e: Double?
        let maxEnergyJoules: Double?
        let stoppedBy: String?
        let withNextStep: Total?
    }

    struct Configuration: Decodable {
        let virtualRanks: Int
    }

    struct Scenario: Decodable {
        let name: String
    }

    let format: Int
    let status: String
    let stepsDone: Int
    let stepsPlanned: Int
    let budget: Budget?
    let configuration: Configuration
    let emulated: Emulated
    let trained: Trained
    let scenarios: [Scenario]
}

/// What `host.json` says of a run.
struct RecordedHost: Decodable {
    struct Zone: Decodable {
        let name: String
        let role: String
        let energyJoules: Double?
        let isCounted: Bool
    }

    struct Processor: Decodable {
        let modelName: String
        let catalogName: String
        let sockets: Int
        let threads: Int
        let isVirtual: Bool
        let tdpWatts: Double
        let tdpLowWatts: Double
        let tdpHighWatts: Double
        let tdpSource: String
        let tdpYear: Int?
        let tdpConfidence: String
    }

    struct Dropped: Decodable {
        let reason: String
        let count: Int
    }

    let run: String
    let stopReason: String?
    let clusterFilePath: String
    let corpusPath: String
    let kernels: [String]
    let hostWallSeconds: Double
    let hostCpuSeconds: Double
    let hostEnergyJoules: Double
    let hostEnergyLowJoules: Double
    let hostEnergyHighJoules: Double
    let hostMachineEnergyJoules: Double
    let hostBusyShare: Double
    let hostLoad: Double
    let hostElsewhereCpuSeconds: Double
    let hostElsewhereEnergyJoules: Double
    let hostCounters: String
    let hostCountersZone: String?
    let hostZones: [Zone]
    let hostProcessor: Processor
    let hostIntensityGco2ePerKwh: Double
    let payloadSentBytes: String
    let payloadReceivedBytes: String
    let framingSentBytes: String
    let droppedFrames: [Dropped]
}
