package import ClusterModel
package import Units

/// Fitted values in place of the central ones, so that what is fitted next sees them.
package struct CalibratedValues: ConstantValues, Hashable, Sendable {
    private var counts: [String: Int64] = [:]

    /// Those of the constants, by the names that the emulation knows them by.
    package init(_ constants: [CalibratedConstant]) {
        for constant in constants { counts[constant.estimateName] = constant.count }
    }

    /// The same with another value of one constant.
    package func setting<Value: Quantity>(_ estimate: Estimate<Value>, to value: Value) -> Self {
        var changed = self
        changed.counts[estimate.name] = value.count
        return changed
    }

    package func value<Q: Quantity>(of estimate: Estimate<Q>) -> Q {
        counts[estimate.name].map { Q(count: $0) } ?? estimate.central
    }
}
