/// Random values without a generator: a pure hash of what the value is for, so that nothing depends on the order of
/// asking and a resumed run needs no saved state.
///
/// Each word of the key passes through the finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom
/// number generators", OOPSLA 2014). A fixed number of words keeps the call free of allocations.
enum CounterHash {
    /// What a value is drawn for; values of different purposes are independent for equal seeds and counters.
    enum Purpose: UInt64 {
        case split = 1
        case shuffle = 2
        case window = 3
    }

    /// 64 well-mixed bits; equal arguments give equal bits on every machine.
    static func bits(seed: UInt64, _ purpose: Purpose, _ a: Int, _ b: Int = 0, _ c: Int = 0) -> UInt64 {
        var state = mix(seed)
        state = mix(state ^ purpose.rawValue)
        state = mix(state ^ UInt64(bitPattern: Int64(a)))
        state = mix(state ^ UInt64(bitPattern: Int64(b)))
        return mix(state ^ UInt64(bitPattern: Int64(c)))
    }

    /// An integer in 0..<count from 64 bits, by the high word of the product: biased by less than count / 2⁶⁴.
    static func index(_ bits: UInt64, below count: Int) -> Int {
        precondition(count > 0, "an index needs something to choose from")
        return Int(bits.multipliedFullWidth(by: UInt64(count)).high)
    }

    /// One step of SplitMix64: the golden-ratio increment and the finaliser, a bijection of 64 bits.
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
