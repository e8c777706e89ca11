/// Places of a torus and the steps between neighbours; place = x + dx·(y + dy·z).
struct TorusGrid: Hashable, Sendable {
    /// The least number of places first along the first dimension.
    let dimensions: [Int]
    /// How far apart in rank neighbours of a dimension are.
    private let strides: [Int]
    /// Directions of a place, in order: dimension by dimension, + before −. A dimension of two places has one (both
    /// ways lead to the same neighbour), a dimension of one place none.
    let directions: [Direction]

    /// One way to a neighbour.
    struct Direction: Hashable, Sendable {
        let dimension: Int
        /// Towards higher coordinates.
        let isUp: Bool
    }

    init(dimensions: [Int]) {
        self.dimensions = dimensions
        var strides: [Int] = []
        var stride = 1
        for size in dimensions {
            strides.append(stride)
            stride *= size
        }
        self.strides = strides
        directions = dimensions.indices.flatMap { dimension in
            [true, false].prefix(min(2, dimensions[dimension] - 1))
                .map { Direction(dimension: dimension, isUp: $0) }
        }
    }

    /// All places.
    var places: Int { dimensions.reduce(1, *) }

    /// The place next to `place`.
    func neighbour(of place: Int, _ direction: Direction) -> Int {
        let (size, stride) = (dimensions[direction.dimension], strides[direction.dimension])
        let coordinate = place / stride % size
        let next = direction.isUp ? (coordinate + 1) % size : (coordinate + size - 1) % size
        return place + (next - coordinate) * stride
    }

    /// Visits the steps of the dimension-ordered shortest way, each as the place it leaves and the index of its
    /// direction; of two ways of equal length, the one towards higher coordinates.
    func visitSteps(from start: Int, to end: Int, _ visit: (_ place: Int, _ direction: Int) -> Void) {
        var place = start
        var index = 0
        for dimension in dimensions.indices {
            let size = dimensions[dimension]
            let ahead = (end / strides[dimension] % size - start / strides[dimension] % size + size) % size
            let isUp = 2 * ahead <= size
            if size > 1 {
                let direction = index + (isUp || size == 2 ? 0 : 1)
                for _ in 0..<(isUp ? ahead : size - ahead) {
                    visit(place, direction)
                    place = neighbour(of: place, directions[direction])
                }
            }
            index += min(2, size - 1)
        }
    }

    /// Steps of the shortest way.
    func distance(from start: Int, to end: Int) -> Int {
        dimensions.indices.reduce(0) { sum, dimension in
            let size = dimensions[dimension]
            let ahead = (end / strides[dimension] % size - start / strides[dimension] % size + size) % size
            return sum + min(ahead, size - ahead)
        }
    }
}
