/// Copies of A and B in the order in which the register tile reads them, padded with zeros to whole tiles.

/// Packs depth × columns of B into panels of `tileColumns`.
@inline(__always)
func packColumns(
    _ source: UnsafePointer<Float>, depthStride: Int, columnStride: Int, depth: Int, columns: Int,
    into target: UnsafeMutablePointer<Float>
) {
    var first = 0
    var panel = target
    while first < columns {
        let width = min(tileColumns, columns - first)
        let origin = source + first * columnStride
        if columnStride == 1 {
            copyPanel(origin, stride: depthStride, depth: depth, width: width, tile: tileColumns, into: panel)
        } else {
            transposePanel(
                origin, stride: columnStride, step: depthStride, depth: depth, width: width, tile: tileColumns,
                into: panel)
        }
        first += tileColumns
        panel += depth * tileColumns
    }
}

/// Packs rows × depth of A into panels of `tileRows`.
@inline(__always)
func packRows(
    _ source: UnsafePointer<Float>, rowStride: Int, depthStride: Int, rows: Int, depth: Int,
    into target: UnsafeMutablePointer<Float>
) {
    var first = 0
    var panel = target
    while first < rows {
        let height = min(tileRows, rows - first)
        let origin = source + first * rowStride
        if rowStride == 1 {
            copyPanel(origin, stride: depthStride, depth: depth, width: height, tile: tileRows, into: panel)
        } else {
            transposePanel(
                origin, stride: rowStride, step: depthStride, depth: depth, width: height, tile: tileRows, into: panel)
        }
        first += tileRows
        panel += depth * tileRows
    }
}

/// A panel whose values already lie side by side: one short copy per depth step.
@inline(__always)
private func copyPanel(
    _ source: UnsafePointer<Float>, stride: Int, depth: Int, width: Int, tile: Int,
    into target: UnsafeMutablePointer<Float>
) {
    var source = source
    var target = target
    if width == tile {
        for _ in 0..<depth {
            if tile % laneCount == 0 {
                for vector in 0..<tile / laneCount {
                    store(load(source + vector * laneCount), target + vector * laneCount)
                }
            } else {
                for lane in 0..<tile { target[lane] = source[lane] }
            }
            source += stride
            target += tile
        }
        return
    }
    for _ in 0..<depth {
        for lane in 0..<width { target[lane] = source[lane] }
        for lane in width..<tile { target[lane] = 0 }
        source += stride
        target += tile
    }
}

/// A panel whose values lie `stride` apart: read along the depth, written with the tile's step.
@inline(__always)
private func transposePanel(
    _ source: UnsafePointer<Float>, stride: Int, step: Int, depth: Int, width: Int, tile: Int,
    into target: UnsafeMutablePointer<Float>
) {
    for lane in 0..<width {
        let line = source + lane * stride
        for k in 0..<depth { target[k * tile + lane] = line[k * step] }
    }
    for lane in width..<tile {
        for k in 0..<depth { target[k * tile + lane] = 0 }
    }
}
