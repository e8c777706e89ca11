internal import TensorKernelInterface

/// Blocked matrix product after Goto and van de Geijn (2008): a packed block of B stays in the second-level cache, one
/// of its panels in the first, and every tile of C is summed in registers.

/// Depth of a block. Equal in every build: it decides where a sum is rounded to memory, and so the bits.
private let blockDepth = 256
/// Columns of a packed block of B; a multiple of every build's `tileColumns`.
private let blockColumns = 512
/// Rows of a packed block of A; a multiple of every build's `tileRows`.
private let blockRows = 96

/// Floats of scratch memory: a block of B, a block of A and a tile.
let multiplyScratchCount = blockDepth * blockColumns + blockDepth * blockRows + tileRows * tileColumns

@inline(never)
func multiply(_ product: MatrixMultiplication) {
    let packedB = product.scratch
    let packedA = product.scratch + blockDepth * blockColumns
    var column = 0
    while column < product.columns {
        let columns = min(blockColumns, product.columns - column)
        var k = 0
        repeat {
            let depth = min(blockDepth, product.depth - k)
            packColumns(
                product.b + k * product.bDepthStride + column * product.bColumnStride,
                depthStride: product.bDepthStride, columnStride: product.bColumnStride,
                depth: depth, columns: columns, into: packedB)
            multiplyBlock(
                product, firstColumn: column, columns: columns, firstDepth: k, depth: depth,
                packedA: packedA, packedB: packedB)
            k += blockDepth
        } while k < product.depth
        column += blockColumns
    }
}

/// All rows of C for one packed block of B. Rows of A whose depth is contiguous are read where they lie; a transposed
/// A and the ragged last rows are packed first.
@inline(__always)
private func multiplyBlock(
    _ product: MatrixMultiplication, firstColumn: Int, columns: Int, firstDepth: Int, depth: Int,
    packedA: UnsafeMutablePointer<Float>, packedB: UnsafeMutablePointer<Float>
) {
    let c = product.c + firstColumn
    var addends: Addends = (
        bias: product.bias.map { $0 + firstColumn }, addend: product.addend.map { $0 + firstColumn },
        addendRowStride: product.addendRowStride
    )
    if firstDepth > 0 {
        addends = (bias: nil, addend: UnsafePointer(c), addendRowStride: product.cRowStride)
    }
    let wholeRows = product.rows / tileRows * tileRows
    var row = 0
    while row < product.rows {
        let direct = product.aDepthStride == 1 && row < wholeRows
        let rows = direct ? min(blockRows, wholeRows - row) : min(blockRows, product.rows - row)
        let a = product.a + row * product.aRowStride + firstDepth * product.aDepthStride
        var bandAddends = addends
        bandAddends.addend = addends.addend.map { $0 + row * addends.addendRowStride }
        let band = Band(
            c: c + row * product.cRowStride, cRowStride: product.cRowStride, rows: rows, columns: columns,
            depth: depth, addends: bandAddends, spill: packedA + blockDepth * blockRows)
        if direct {
            multiplyBand(
                band, a, tileStep: tileRows * product.aRowStride, rowStride: product.aRowStride, depthStride: 1,
                packedB)
        } else {
            packRows(
                a, rowStride: product.aRowStride, depthStride: product.aDepthStride, rows: rows, depth: depth,
                into: packedA)
            multiplyBand(band, packedA, tileStep: tileRows * depth, rowStride: 1, depthStride: tileRows, packedB)
        }
        row += rows
    }
}

/// A horizontal band of C with what is added to it.
private struct Band {
    var c: UnsafeMutablePointer<Float>
    var cRowStride: Int
    var rows: Int
    var columns: Int
    var depth: Int
    var addends: Addends
    /// Room for one tile.
    var spill: UnsafeMutablePointer<Float>
}

/// Every tile of a band; a panel of B is used by all its rows before the next one.
@inline(__always)
private func multiplyBand(
    _ band: Band, _ a: UnsafePointer<Float>, tileStep: Int, rowStride: Int, depthStride: Int,
    _ packedB: UnsafePointer<Float>
) {
    var column = 0
    var panel = packedB
    while column < band.columns {
        let columns = min(tileColumns, band.columns - column)
        var row = 0
        var tile = a
        while row < band.rows {
            let rows = min(tileRows, band.rows - row)
            let sums = tileProduct(band.depth, tile, rowStride: rowStride, depthStride: depthStride, panel)
            let addends: Addends = (
                bias: band.addends.bias.map { $0 + column },
                addend: band.addends.addend.map { $0 + row * band.addends.addendRowStride + column },
                addendRowStride: band.addends.addendRowStride
            )
            let target = band.c + row * band.cRowStride + column
            if rows == tileRows && columns == tileColumns {
                storeTile(sums, target, rowStride: band.cRowStride, addends)
            } else {
                let plain: Addends = (bias: nil, addend: nil, addendRowStride: 0)
                storeTile(sums, band.spill, rowStride: tileColumns, plain)
                storePartialTile(band.spill, target, rowStride: band.cRowStride, addends, rows: rows, columns: columns)
            }
            row += tileRows
            tile += tileStep
        }
        column += tileColumns
        panel += band.depth * tileColumns
    }
}
