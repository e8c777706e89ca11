internal import Units

/// Bounds beyond which a value is a mistake.
enum Limits {
    static let nodes = 1...4096
    static let steps = 1...10_000_000
    static let microBatch = 1...65_536
    static let gradientAccumulation = 1...1024
    /// Ranks of a group of a two-level collective.
    static let groupSize = 1...4096
    /// Segments of a pipelined collective.
    static let segments = 1...256
    /// From 1 KiB to 1 TiB.
    static let bucket: ClosedRange<ByteCount> = ByteCount(count: 1 << 10)...ByteCount(count: 1 << 40)
    /// Of electricity: no plant emits 3 kg for a kilowatt-hour.
    static let intensity: ClosedRange<CarbonIntensity> = .zero...CarbonIntensity(count: 3_000_000_000)
    /// Bytes of a cluster file or catalog.
    static let fileBytes = 1_000_000

    /// The largest figure of one device that is believed; sums over 4,096 nodes of 64 devices stay within Int64.
    static func ceiling<Value: Quantity>(of type: Value.Type) -> Value {
        switch type {
        case is Power.Type: Value(count: Power.watts(1_000_000).count)
        case is CarbonMass.Type: Value(count: 10_000_000_000_000)  // 10 t
        case is Bandwidth.Type: Value(count: 1_000_000_000_000_000)  // 1 Pb/s
        case is FLOPRate.Type: Value(count: 1_000_000_000_000_000_000)  // 1000 PFLOP/s
        default: Value(count: .max)
        }
    }
}
