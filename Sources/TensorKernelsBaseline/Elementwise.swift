/// Element by element: addition, scaling, sums.

func add(_ target: UnsafeMutablePointer<Float>, _ source: UnsafeRawPointer, _ count: Int) {
    let whole = count / laneCount * laneCount
    var offset = 0
    while offset < whole {
        let addend = source.loadUnaligned(fromByteOffset: offset * 4, as: Lanes.self)
        store(load(target + offset) + addend, target + offset)
        offset += laneCount
    }
    while offset < count {
        target[offset] += source.loadUnaligned(fromByteOffset: offset * 4, as: Float.self)
        offset += 1
    }
}

func scale(_ target: UnsafeMutablePointer<Float>, _ factor: Float, _ count: Int) {
    let factors = Lanes(repeating: factor)
    forEachVector(count) { offset, lanes in
        store(load(target + offset, lanes: lanes) * factors, target + offset, lanes: lanes)
    }
}

func sumOfSquares(_ source: UnsafePointer<Float>, _ count: Int) -> Float {
    var sums = Lanes(repeating: 0)
    forEachVector(count) { offset, lanes in
        let value = load(source + offset, lanes: lanes)
        sums = multiplyAdd(value, value, sums)
    }
    return sum(sums)
}

func addColumnSums(_ target: UnsafeMutablePointer<Float>, _ source: UnsafePointer<Float>, _ rows: Int, _ columns: Int) {
    forEachVector(columns) { offset, lanes in
        var sums = Lanes(repeating: 0)
        var row = source + offset
        for _ in 0..<rows {
            sums += load(row, lanes: lanes)
            row += columns
        }
        store(load(target + offset, lanes: lanes) + sums, target + offset, lanes: lanes)
    }
}
