/// eˣ in sixteen lanes, with a relative error below 3e-7 and a fixed order of operations.
///
/// x = n·ln 2 + r with |r| ≤ ½ ln 2, eˣ = 2ⁿ·eʳ, eʳ by its Taylor series to r⁷ (remainder below 6e-9). n is rounded by
/// adding 1.5·2²³, which leaves n in the low bits of the sum; from there it moves into the exponent. ln 2 is split
/// into a short high part, so that n times it is exact, and a rest. Arguments are clamped to [−87, 88]; a lane that
/// is not a number stays one.
@inline(__always)
func exponential(_ argument: Lanes) -> Lanes {
    let low = Lanes(repeating: -87)
    let high = Lanes(repeating: 88)
    var x = argument.replacing(with: low, where: argument .< low)
    x = x.replacing(with: high, where: high .< x)

    let shifter = Lanes(repeating: 12_582_912)
    let shifted = multiplyAdd(x, Lanes(repeating: 1.442_695_04), shifter)
    let n = shifted - shifter
    var r = multiplyAdd(n, Lanes(repeating: -0.693_359_375), x)
    r = multiplyAdd(n, Lanes(repeating: 2.121_944_4e-4), r)

    var p = Lanes(repeating: 1 / 5040)
    p = multiplyAdd(p, r, Lanes(repeating: 1 / 720))
    p = multiplyAdd(p, r, Lanes(repeating: 1 / 120))
    p = multiplyAdd(p, r, Lanes(repeating: 1 / 24))
    p = multiplyAdd(p, r, Lanes(repeating: 1 / 6))
    p = multiplyAdd(p, r, Lanes(repeating: 1 / 2))
    p = multiplyAdd(p, r, Lanes(repeating: 1))
    p = multiplyAdd(p, r, Lanes(repeating: 1))

    let one = SIMD16<Int32>(repeating: 0x3f80_0000)
    let power = (unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23) &+ one
    return p * unsafeBitCast(power, to: Lanes.self)
}
