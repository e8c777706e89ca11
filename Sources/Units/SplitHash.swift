/// Counter-based random values: a pure hash of what the value is for, so that nothing depends on the order of asking.
///
/// The mixing function is the finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
/// generators", OOPSLA 2014), applied once per word of the key.
package enum SplitHash {
    /// 64 well-mixed bits for the key; equal keys give equal bits on every machine.
    package static func bits(_ key: UInt64...) -> UInt64 {
        var state: UInt64 = 0x243F_6A88_85A3_08D3
        for word in key { state = mix(state &+ 0x9E37_79B9_7F4A_7C15 ^ word) }
        return mix(state)
    }

    /// The finaliser of SplitMix64: a bijection of 64 bits.
    package static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// An approximately standard normal value in units of 2⁻³²: the sum of twelve uniform values minus six
    /// (Irwin–Hall), which is exact integer arithmetic, has variance 1 and stays within ±6.
    package static func normal(_ key: UInt64) -> Int64 {
        var sum: Int64 = 0
        for draw in 0..<6 {
            let word = bits(key, UInt64(draw))
            sum += Int64(word >> 32) + Int64(word & 0xFFFF_FFFF)
        }
        return sum - (6 << 32)
    }
}
