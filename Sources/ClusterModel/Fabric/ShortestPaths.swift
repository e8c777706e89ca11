/// Shortest ways, by number of edges, between all vertices of a small undirected graph.
///
/// Deterministic: the way between a and b is found by a breadth-first search from the lower-numbered of the two that
/// looks at edges in their order, and is the same both ways round.
struct ShortestPaths: Sendable {
    /// One edge of a way.
    struct Step: Hashable, Sendable {
        let edge: Int
        /// From the edge's first vertex to its second.
        let isForward: Bool
        /// The vertex it leads to.
        let vertex: Int
    }

    private let edges: [(a: Int, b: Int)]
    /// By source and vertex: the edge by which the search from the source reached the vertex; −1 for none.
    private let arrivals: [[Int]]
    private let distances: [[Int]]

    init(vertices: Int, edges: [(a: Int, b: Int)]) {
        self.edges = edges
        var incident = [[Int]](repeating: [], count: vertices)
        for (index, edge) in edges.enumerated() {
            incident[edge.a].append(index)
            if edge.b != edge.a { incident[edge.b].append(index) }
        }
        var arrivals: [[Int]] = []
        var distances: [[Int]] = []
        for source in 0..<vertices {
            var arrival = [Int](repeating: -1, count: vertices)
            var distance = arrival
            distance[source] = 0
            var queue = [source]
            var head = 0
            while head < queue.count {
                let vertex = queue[head]
                head += 1
                for index in incident[vertex] {
                    let next = edges[index].a == vertex ? edges[index].b : edges[index].a
                    guard distance[next] < 0 else { continue }
                    distance[next] = distance[vertex] + 1
                    arrival[next] = index
                    queue.append(next)
                }
            }
            arrivals.append(arrival)
            distances.append(distance)
        }
        self.arrivals = arrivals
        self.distances = distances
    }

    /// Edges on the way; `nil` if there is none.
    func distance(from start: Int, to end: Int) -> Int? {
        let distance = distances[min(start, end)][max(start, end)]
        return distance < 0 ? nil : distance
    }

    /// The way from one vertex to another; empty for none and from a vertex to itself.
    func way(from start: Int, to end: Int) -> [Step] {
        let (source, target) = (min(start, end), max(start, end))
        guard distances[source][target] > 0 else { return [] }
        var steps: [Step] = []
        var vertex = target
        while vertex != source {
            let index = arrivals[source][vertex]
            let edge = edges[index]
            let previous = edge.a == vertex ? edge.b : edge.a
            // Walked from the target back to the source.
            if start == source {
                steps.append(Step(edge: index, isForward: edge.b == vertex, vertex: vertex))
            } else {
                steps.append(Step(edge: index, isForward: edge.a == vertex, vertex: previous))
            }
            vertex = previous
        }
        return start == source ? steps.reversed() : steps
    }
}
