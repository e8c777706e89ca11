/// The register tile: `tileRows` × `tileColumns` sums over a panel of B, kept in registers for the whole depth.

/// Σ_k A[i, k]·B[k, j] for one tile.
///
/// - a: A[0, 0]; rows lie `rowStride` apart, depth steps `depthStride`.
/// - b: a packed panel, `tileColumns` values per depth step.
@inline(__always)
func tileProduct(
    _ depth: Int, _ a: UnsafePointer<Float>, rowStride: Int, depthStride: Int, _ b: UnsafePointer<Float>
) -> Tile {
    var sums = Tile(repeating: Lanes(repeating: 0))
    var a = a
    var b = b
    for _ in 0..<depth {
        for row in 0..<tileRows {
            let x = Lanes(repeating: a[row * rowStride])
            for vector in 0..<tileVectors {
                let index = row * tileVectors + vector
                sums[index] = multiplyAdd(x, load(b + vector * laneCount), sums[index])
            }
        }
        a += depthStride
        b += tileColumns
    }
    return sums
}

/// What is added to the sums before they are stored. The first block of the depth adds bias and addend, the later ones
/// add to what C holds.
///
/// A tuple, and no other struct of this module is visible outside its file: the compiler gives such a struct functions
/// (copying 24 bytes, say) that every module shares by name, and the linker might keep the one with AVX instructions.
typealias Addends = (bias: UnsafePointer<Float>?, addend: UnsafePointer<Float>?, addendRowStride: Int)

/// Stores a whole tile at `c`: (sum + bias) + addend. (One loop per addition: without branches inside, they unroll and
/// the tile stays in registers.)
@inline(__always)
func storeTile(_ sums: Tile, _ c: UnsafeMutablePointer<Float>, rowStride: Int, _ addends: Addends) {
    var sums = sums
    if let bias = addends.bias {
        for row in 0..<tileRows {
            for vector in 0..<tileVectors { sums[row * tileVectors + vector] += load(bias + vector * laneCount) }
        }
    }
    if let addend = addends.addend {
        for row in 0..<tileRows {
            let line = addend + row * addends.addendRowStride
            for vector in 0..<tileVectors { sums[row * tileVectors + vector] += load(line + vector * laneCount) }
        }
    }
    for row in 0..<tileRows {
        let line = c + row * rowStride
        for vector in 0..<tileVectors { store(sums[row * tileVectors + vector], line + vector * laneCount) }
    }
}

/// Stores the upper left `rows` × `columns` of a tile of plain sums that lies in memory, `tileColumns` from row to row,
/// with the same order of additions as `storeTile`.
@inline(never)
func storePartialTile(
    _ sums: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>, rowStride: Int, _ addends: Addends, rows: Int,
    columns: Int
) {
    for row in 0..<rows {
        for column in 0..<columns {
            var value = sums[row * tileColumns + column]
            if let bias = addends.bias { value += bias[column] }
            if let addend = addends.addend { value += addend[row * addends.addendRowStride + column] }
            c[row * rowStride + column] = value
        }
    }
}
