internal import Units

/// Direct cables between neighbours; nodes on the way pass messages on, at no cost but the cables' capacity.
///
/// A node's ports (NICs × rate) are split evenly over its directions; a cable between two nodes carries what the slower
/// of the two has for that direction.
struct TorusRoutes: RouteMap {
    let links: [FabricLink]
    let groups: [Int]
    private let grid: TorusGrid

    /// - Parameter ports: by rank, all NICs of a node together.
    init(grid: TorusGrid, ports: [Bandwidth]) {
        self.grid = grid
        let ways = Int64(max(grid.directions.count, 1))
        links = ports.indices.flatMap { rank in
            grid.directions.map { direction in
                let neighbour = grid.neighbour(of: rank, direction)
                return FabricLink(
                    "node \(rank) → node \(neighbour)",
                    capacity: Bandwidth(count: max(1, min(ports[rank], ports[neighbour]).count / ways)))
            }
        }
        // A ring is one line; of more dimensions, each line along the first.
        let line = grid.dimensions.count > 1 ? grid.dimensions[0] : ports.count
        groups = ports.indices.map { $0 / line }
    }

    func visitLinks(from sender: Int, to receiver: Int, _ visit: (Int) -> Void) {
        grid.visitSteps(from: sender, to: receiver) { visit($0 * grid.directions.count + $1) }
    }

    func hops(from sender: Int, to receiver: Int) -> Hops {
        Hops(switches: 0, cables: grid.distance(from: sender, to: receiver))
    }
}
