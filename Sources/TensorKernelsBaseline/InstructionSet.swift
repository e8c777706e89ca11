/// What differs between the builds: the name, the size of the register tile and how `a·b + c` is rounded.
/// The tile's size does not touch the bits: each element of a product is summed in the same order in every build.

/// Sixteen logical lanes: one AVX-512 register, two of AVX2, four of SSE or NEON.
typealias Lanes = SIMD16<Float>

/// Lanes in a vector.
let laneCount = 16

#if KERNELS_AVX512
    let buildName = "avx512"
    let tileRows = 8
    let tileVectors = 2
    typealias Tile = InlineArray<16, Lanes>
#elseif KERNELS_AVX2
    let buildName = "avx2"
    let tileRows = 6
    let tileVectors = 1
    typealias Tile = InlineArray<6, Lanes>
#elseif arch(arm64)
    let buildName = "baseline"
    let tileRows = 6
    let tileVectors = 1
    typealias Tile = InlineArray<6, Lanes>
#else
    let buildName = "baseline"
    let tileRows = 3
    let tileVectors = 1
    typealias Tile = InlineArray<3, Lanes>
#endif

/// Columns of a register tile.
let tileColumns = tileVectors * laneCount

#if KERNELS_AVX2 || KERNELS_AVX512 || arch(arm64)
    let numericClass = "fma"

    /// a·b + c, rounded once.
    @inline(__always)
    func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { c.addingProduct(a, b) }
#else
    let numericClass = "no-fma"

    /// a·b + c, rounded twice: without the instruction, a fused product would be a library call per lane.
    @inline(__always)
    func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { a * b + c }
#endif
