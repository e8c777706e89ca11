/// Where gradients of intermediate tensors lie, and who writes them first.
///
/// Walking the operations backwards, a gradient lives from the first backward rule that writes it to the rule of the
/// operation that made the tensor. Dead memory is reused (first fit), which keeps the working set in cache.
struct GradientPlan {
    struct Placement {
        var value: Value
        var offset: Int
    }

    /// One entry per operation, in recording order.
    private(set) var orders: [GradientOrder] = []
    private(set) var placements: [Placement] = []
    /// Floats needed.
    private(set) var length = 0

    /// A count rounded up to 64 bytes.
    static func aligned(_ count: Int) -> Int { (count + 15) / 16 * 16 }

    private var free: [Range<Int>] = []
    private var places: [ObjectIdentifier: Range<Int>] = [:]

    init(operations: [any Operation]) {
        var reversedOrders: [GradientOrder] = []
        for operation in operations.reversed() {
            if place(of: operation.output) == nil { allocate(operation.output) }
            var accumulates: [Bool] = []
            var shares = false
            for input in operation.inputs {
                if input.isParameter || place(of: input) != nil {
                    accumulates.append(true)
                } else {
                    accumulates.append(false)
                    if let passed = operation.passedInput, passed === input {
                        shares = true
                        share(input, with: operation.output)
                    } else {
                        allocate(input)
                    }
                }
            }
            if !shares { release(operation.output) }
            reversedOrders.append(GradientOrder(accumulates: accumulates, sharesPassedInput: shares))
        }
        orders = reversedOrders.reversed()
    }

    private func place(of value: Value) -> Range<Int>? { places[ObjectIdentifier(value)] }

    private mutating func allocate(_ value: Value) {
        let size = Self.aligned(value.count)
        let range: Range<Int>
        if let index = free.firstIndex(where: { $0.count >= size }) {
            range = free[index].lowerBound..<free[index].lowerBound + size
            free[index] = range.upperBound..<free[index].upperBound
            if free[index].isEmpty { free.remove(at: index) }
        } else {
            range = length..<length + size
            length += size
        }
        put(value, at: range)
    }

    private mutating func share(_ value: Value, with other: Value) {
        if let range = place(of: other) { put(value, at: range) }
    }

    private mutating func put(_ value: Value, at range: Range<Int>) {
        places[ObjectIdentifier(value)] = range
        placements.append(Placement(value: value, offset: range.lowerBound))
    }

    /// Frees a gradient's memory and joins it with free neighbours.
    private mutating func release(_ value: Value) {
        guard var range = place(of: value) else { return }
        if let before = free.firstIndex(where: { $0.upperBound == range.lowerBound }) {
            range = free.remove(at: before).lowerBound..<range.upperBound
        }
        if let after = free.firstIndex(where: { $0.lowerBound == range.upperBound }) {
            range = range.lowerBound..<free.remove(at: after).upperBound
        }
        let index = free.firstIndex { $0.lowerBound > range.lowerBound } ?? free.count
        free.insert(range, at: index)
    }
}
