internal import ClusterModel
internal import Units

/// Every constant at the end of its range where the emissions are least, or most.
///
/// Operational emissions rise with each power, the PUE and the intensity; embodied ones with each mass, and they fall with
/// the lifetime. So the two corners bound all other choices exactly: no draw lies outside.
struct CornerValues: ConstantValues {
    let isHigh: Bool

    func value<Value: Quantity>(of estimate: Estimate<Value>) -> Value {
        let isFalling = Value.self == Lifetime.self
        return isHigh != isFalling ? estimate.high : estimate.low
    }
}
