/// Loads, stores and sums of sixteen lanes.

@inline(__always)
func load(_ source: UnsafePointer<Float>) -> Lanes {
    UnsafeRawPointer(source).loadUnaligned(as: Lanes.self)
}

/// The first `lanes` values, zeros behind them.
@inline(__always)
func load(_ source: UnsafePointer<Float>, lanes: Int) -> Lanes {
    if lanes == laneCount { return load(source) }
    var result = Lanes(repeating: 0)
    for lane in 0..<lanes { result[lane] = source[lane] }
    return result
}

@inline(__always)
func store(_ value: Lanes, _ target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: value, as: Lanes.self)
}

@inline(__always)
func store(_ value: Lanes, _ target: UnsafeMutablePointer<Float>, lanes: Int) {
    if lanes == laneCount { return store(value, target) }
    for lane in 0..<lanes { target[lane] = value[lane] }
}

/// Calls `body(offset, lanes)` for each vector of `count` values; only the last may have fewer than 16 lanes.
@inline(__always)
func forEachVector(_ count: Int, _ body: (_ offset: Int, _ lanes: Int) -> Void) {
    var offset = 0
    while offset + laneCount <= count {
        body(offset, laneCount)
        offset += laneCount
    }
    if offset < count { body(offset, count - offset) }
}

/// The sum of the lanes by the fixed tree 16 → 8 → 4 → 2 → 1, low half plus high half.
@inline(__always)
func sum(_ value: Lanes) -> Float {
    let eight = value.lowHalf + value.highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
}

/// Lanewise maximum; where `b` is not a number, `a` stays.
@inline(__always)
func maximum(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: a .< b) }

/// The largest lane.
@inline(__always)
func maximum(_ value: Lanes) -> Float {
    let eight = value.lowHalf.replacing(with: value.highHalf, where: value.lowHalf .< value.highHalf)
    let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.lowHalf .< eight.highHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.lowHalf .< four.highHalf)
    return two.x < two.y ? two.y : two.x
}

/// √x of values that are not negative, with a relative error below 5e-7: x·x^(−½), the inverse root from a
/// linear guess in the exponent and three Newton steps. (The library's vector root is sixteen scalar ones.)
@inline(__always)
func squareRoot(_ x: Lanes) -> Lanes {
    let guess = SIMD16<Int32>(repeating: 0x5f37_5a86) &- (unsafeBitCast(x, to: SIMD16<Int32>.self) &>> 1)
    let half = Lanes(repeating: -0.5) * x
    let threeHalves = Lanes(repeating: 1.5)
    var y = unsafeBitCast(guess, to: Lanes.self)
    y *= multiplyAdd(half * y, y, threeHalves)
    y *= multiplyAdd(half * y, y, threeHalves)
    y *= multiplyAdd(half * y, y, threeHalves)
    return x * y
}
