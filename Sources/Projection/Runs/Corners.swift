/// A value at three corners: everything low together, central, everything high together.
///
/// The ends are wider than a range that treats constants as independent; only central values add up with others.
package struct Corners<Value: Sendable>: Sendable {
    package let low: Value
    package let central: Value
    package let high: Value

    package init(low: Value, central: Value, high: Value) {
        self.low = low
        self.central = central
        self.high = high
    }

    /// Each corner from its own.
    func map<Result>(_ change: (Value) -> Result) -> Corners<Result> {
        Corners<Result>(low: change(low), central: change(central), high: change(high))
    }

    /// Each corner with the same corner of another value.
    func with<Other, Result>(_ other: Corners<Other>, _ join: (Value, Other) -> Result) -> Corners<Result> {
        Corners<Result>(
            low: join(low, other.low), central: join(central, other.central), high: join(high, other.high))
    }
}
