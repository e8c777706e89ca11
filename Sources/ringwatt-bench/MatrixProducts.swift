internal import TensorKernels

/// GFLOP/s of A·B, A·Bᵀ and Aᵀ·B with every build of the kernels that the host can run, on one thread.
func benchmarkMatrixProducts(_ arguments: [String]) {
    let numbers = arguments.compactMap { Int($0) }
    let sizes =
        numbers.count == 3
        ? [(numbers[0], numbers[1], numbers[2])]
        : [(1024, 128, 128), (1024, 384, 128), (1024, 512, 128), (1024, 128, 512), (1024, 512, 512), (128, 512, 1024)]
    for kernels in kernelsToMeasure(arguments) {
        print("\(kernels.name), GFLOP/s of one thread, rows×columns×depth")
        for (rows, columns, depth) in sizes {
            let figures = MatrixForm.allCases.map { form in
                "\(form.rawValue) " + fixed(speed(kernels, form, rows, columns, depth) / 1e9, 1, width: 6)
            }
            print("  \(rows)×\(columns)×\(depth): " + figures.joined(separator: "  "))
        }
    }
}

private enum MatrixForm: String, CaseIterable {
    case plain = "A·B"
    case transposedRight = "A·Bᵀ"
    case transposedLeft = "Aᵀ·B"
}

private func speed(_ kernels: Kernels, _ form: MatrixForm, _ rows: Int, _ columns: Int, _ depth: Int) -> Double {
    let buffer = FlatBuffer(count: rows * depth + depth * columns + rows * columns)
    for index in 0..<buffer.count { buffer[index] = Float(index % 17) / 17 - 0.5 }
    let scratch = FlatBuffer(count: kernels.multiplyScratchCount).all
    let a = buffer.all[0..<rows * depth]
    let b = buffer.all[rows * depth..<rows * depth + depth * columns]
    let c = MatrixView(buffer.all.from(rows * depth + depth * columns), rows: rows, columns: columns)
    let left =
        form == .transposedLeft
        ? MatrixView(a, rows: depth, columns: rows).transposed : MatrixView(a, rows: rows, columns: depth)
    let right =
        form == .transposedRight
        ? MatrixView(b, rows: columns, columns: depth).transposed : MatrixView(b, rows: depth, columns: columns)
    let seconds = medianSeconds { kernels.multiply(left, right, into: c, scratch: scratch) }
    return 2 * Double(rows) * Double(columns) * Double(depth) / seconds
}
