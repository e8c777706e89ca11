import ClusterModel
import Testing
import Units

private func gigabits(_ value: Double) -> Bandwidth { Bandwidth(count: Int64(value * 1e9)) }

@Suite("Ways through a fabric")
struct FabricRoutesTests {
    @Test("Every pair is joined, equally far both ways, and one node needs no network")
    func everyPair() throws {
        for (name, cluster) in try TestNetwork.all() {
            let routes = FabricRoutes(cluster: cluster)
            let nodes = cluster.nodeCount
            #expect(routes.portBandwidth.count == nodes && routes.switchGroups.count == nodes, "\(name)")
            for a in 0..<nodes {
                for b in 0..<nodes {
                    let (there, back) = (routes.route(from: a, to: b), routes.route(from: b, to: a))
                    let what = "\(name): \(a) to \(b)"
                    #expect(there.links.allSatisfy(routes.links.indices.contains), "\(what)")
                    #expect(Set(there.links).count == there.links.count, "\(what)")
                    #expect(there.links.count == back.links.count && there.switches == back.switches, "\(what)")
                    #expect(there.transceivers == back.transceivers && there.wanLinks == back.wanLinks, "\(what)")
                    #expect(there.addedLatencies.count == back.addedLatencies.count, "\(what)")
                    #expect(there.links == routes.links(from: a, to: b), "\(what)")
                    if a == b {
                        #expect(there.links.isEmpty && there.switches == 0 && there.transceivers == 0, "\(what)")
                    } else {
                        // A cable at each end at least, and a cable more than switches in a row.
                        #expect(there.transceivers >= 2, "\(what)")
                        #expect(Set(there.links).isDisjoint(with: back.links), "\(what)")
                    }
                }
            }
            var single = cluster
            single.nodes = [single.nodes[0]]
            single.nodes[0].count = 1
            let alone = FabricRoutes(cluster: single)
            #expect(alone.links.isEmpty && alone.switchGroups == [0], "\(name)")
            #expect(alone.route(from: 0, to: 0).links.isEmpty, "\(name)")
        }
    }

    @Test("Ranks of one group reach each other over as few switches as any, and groups are counted from 0")
    func locality() throws {
        for (name, cluster) in try TestNetwork.all() {
            let routes = FabricRoutes(cluster: cluster)
            let groups = routes.switchGroups
            #expect(Set(groups).sorted() == Array(0...groups.max()!), "\(name)")
            #expect(groups[0] == 0, "\(name)")
            if case .torus = cluster.fabric.topology { continue }
            for a in groups.indices {
                for b in groups.indices where a != b && groups[a] != groups[b] {
                    let near = groups.indices.filter { $0 != a && groups[$0] == groups[a] }
                        .map { routes.switches(from: a, to: $0) }.max()
                    #expect((near ?? 1) <= routes.switches(from: a, to: b), "\(name): \(a), \(b)")
                }
            }
        }
    }

    @Test("On a star a message crosses one switch and four transceivers, and no link is shared")
    func star() throws {
        let routes = FabricRoutes(cluster: try TestNetwork.cluster(TestNetwork.star, nodes: 5, nics: 2))
        let route = routes.route(from: 4, to: 1)
        #expect(routes.links.isEmpty && route.links.isEmpty)
        #expect((route.switches, route.transceivers) == (1, 4))
        #expect(routes.portBandwidth == [Bandwidth](repeating: gigabits(200), count: 5))
        #expect(routes.switchGroups == [0, 0, 0, 0, 0])
    }

    @Test("A 3:1 leaf carries a third of its hosts' bandwidth, and only flows between leaves cross it")
    func leafSpine() throws {
        let routes = FabricRoutes(cluster: try TestNetwork.cluster(TestNetwork.leafSpine(4, "3:1"), nodes: 11))
        #expect(routes.links.map(\.name).prefix(4) == ["leaf 0 up", "leaf 0 down", "leaf 1 up", "leaf 1 down"])
        #expect(routes.links.count == 6)
        #expect(routes.links.allSatisfy { $0.capacity == Bandwidth(count: 133_333_333_333) && $0.latency == nil })
        #expect(routes.route(from: 0, to: 3).links.isEmpty)
        let across = routes.route(from: 1, to: 10)
        #expect(across.links.map { routes.links[$0].name } == ["leaf 0 up", "leaf 2 down"])
        #expect((across.switches, across.transceivers, across.wanLinks) == (3, 8, 0))
        #expect(routes.switchGroups == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2])
    }

    @Test("Copper has no transceivers, and the slowest of NIC, link and switch port is what a port carries")
    func rates() throws {
        let copper = TestNetwork.star.replacing("optics: qsfp28-sr4\n", with: "")
        #expect(FabricRoutes(cluster: try TestNetwork.cluster(copper, nodes: 2)).transceivers(from: 0, to: 1) == 0)
        for (change, rate) in [("25 Gb/s", 25.0), ("400 Gb/s", 100)] {
            let text = copper.replacing("100 Gb/s", with: change).replacing("sn4600c", with: "qm9700")
            #expect(FabricRoutes(cluster: try TestNetwork.cluster(text, nodes: 2)).portBandwidth[1] == gigabits(rate))
        }
        let slow = copper.replacing("sn4600c", with: "10gbe-48")
        #expect(
            FabricRoutes(cluster: try TestNetwork.cluster(slow, nodes: 2, nics: 3)).portBandwidth[0] == gigabits(30))
    }

    @Test("In a fat tree a message crosses one, three or five switches: within an edge, a pod, and between pods")
    func fatTree() throws {
        let routes = FabricRoutes(cluster: try TestNetwork.cluster(TestNetwork.fatTree(4, "2:1"), nodes: 7))
        // Edges 0 1 | 2 3, of two nodes each; the last edge has one.
        let same = routes.route(from: 0, to: 1)
        #expect((same.switches, same.transceivers, same.links.count) == (1, 4, 0))
        let pod = routes.route(from: 1, to: 2)
        #expect((pod.switches, pod.transceivers) == (3, 8))
        #expect(pod.links.map { routes.links[$0].name } == ["edge 0 up", "edge 1 down"])
        let far = routes.route(from: 6, to: 0)
        #expect((far.switches, far.transceivers) == (5, 12))
        #expect(
            far.links.map { routes.links[$0].name } == ["edge 3 up", "pod 1 core up", "pod 0 core down", "edge 0 down"])
        // An edge's uplinks carry half of 2 · 100 Gb/s, a pod's those of its two edges.
        #expect(far.links.map { routes.links[$0].capacity } == [100, 200, 200, 100].map(gigabits))
        #expect(routes.switchGroups == [0, 0, 1, 1, 2, 2, 3])
    }

    @Test("All rails of a node act as one: a segment's uplinks are those of its switches on every rail")
    func rails() throws {
        let routes = FabricRoutes(cluster: try TestNetwork.cluster(TestNetwork.rails(4, "2:1"), nodes: 9, nics: 4))
        #expect(routes.portBandwidth[0] == gigabits(400))
        #expect(routes.switchGroups == [0, 0, 0, 0, 1, 1, 1, 1, 2])
        let across = routes.route(from: 0, to: 8)
        #expect(
            across.links.map { routes.links[$0].name } == ["segment 0 of 4 rails up", "segment 2 of 4 rails down"])
        #expect(across.links.allSatisfy { routes.links[$0].capacity == gigabits(800) })
        #expect((across.switches, routes.switches(from: 0, to: 3)) == (3, 1))
    }

    @Test(
        "Ways on a torus are as short as a search finds them, and lead from neighbour to neighbour",
        arguments: [[2], [3], [8], [9], [1, 5, 1], [4, 3], [2, 2], [5, 4], [2, 3, 4], [3, 3, 3]])
    func torus(dimensions: [Int]) throws {
        let nodes = dimensions.reduce(1, *)
        let routes = FabricRoutes(cluster: try TestNetwork.cluster(TestNetwork.torus(dimensions), nodes: nodes))
        var neighbours = [Set<Int>](repeating: [], count: nodes)
        let ends = routes.links.map { link in
            link.name.split(separator: " → ").map { Int($0.split(separator: " ")[1])! }
        }
        for end in ends { neighbours[end[0]].insert(end[1]) }
        for start in 0..<nodes {
            var distance = [start: 0]
            var queue = [start]
            while let place = queue.first {
                queue.removeFirst()
                for next in neighbours[place].sorted() where distance[next] == nil {
                    distance[next] = distance[place]! + 1
                    queue.append(next)
                }
            }
            for end in 0..<nodes where end != start {
                let route = routes.route(from: start, to: end)
                #expect(route.links.count == distance[end], "\(start) to \(end)")
                #expect(route.transceivers == 2 * route.links.count && route.switches == 0)
                let places = [start] + route.links.map { ends[$0][1] }
                #expect(route.links.map { ends[$0][0] } == Array(places.dropLast()) && places.last == end)
            }
        }
    }

    @Test("On a torus a node's ports are split over its directions, ties go up, and lines are groups")
    func torusPorts() throws {
        let ring = FabricRoutes(cluster: try TestNetwork.cluster(TestNetwork.torus([4]), nodes: 4, nics: 2))
        #expect(ring.portBandwidth[0] == gigabits(200))
        #expect(ring.links.allSatisfy { $0.capacity == gigabits(100) })
        #expect(
            ring.route(from: 3, to: 1).links.map { ring.links[$0].name } == ["node 3 → node 0", "node 0 → node 1"])
        #expect(ring.switchGroups == [0, 0, 0, 0])
        let plane = FabricRoutes(cluster: try TestNetwork.cluster(TestNetwork.torus([4, 2]), nodes: 8, nics: 3))
        #expect(plane.links.count == 8 * 3 && plane.links.allSatisfy { $0.capacity == gigabits(100) })
        #expect(plane.switchGroups == [0, 0, 0, 0, 1, 1, 1, 1])
        // First along the first dimension, then along the second.
        #expect(
            plane.route(from: 0, to: 7).links.map { plane.links[$0].name } == ["node 0 → node 3", "node 3 → node 7"])
    }

    @Test("Between sites a message crosses WAN links with their latencies, and a switch at each site")
    func sites() throws {
        let cluster = try TestNetwork.loaded(TestNetwork.threeSites(), groups: TestNetwork.threeSiteGroups).cluster
        let routes = FabricRoutes(cluster: cluster)
        #expect(routes.switchGroups == [0, 0, 0, 1, 1, 2, 2, 2, 2, 2])
        #expect(routes.portBandwidth[4] == gigabits(100) && routes.portBandwidth[5] == gigabits(200))
        #expect((routes.switches(from: 0, to: 2), routes.wanLinks(from: 0, to: 2)) == (1, 0))
        let far = routes.route(from: 9, to: 0)
        #expect(far.links.map { routes.links[$0].name } == ["site se → site de", "site de → site fr"])
        #expect(far.links.map { routes.links[$0].capacity } == [gigabits(100), gigabits(20)])
        #expect(far.links.map { routes.links[$0].wanLink } == [1, 0])
        #expect((far.switches, far.wanLinks, far.transceivers) == (3, 2, 4))
        #expect(far.addedLatencies.map(\.name) == ["fabric.wan[1].latency", "fabric.wan[0].latency"])
        #expect(far.addedLatencies.map(\.central.count) == [10_000_000_000, 5_000_000_000])
    }

    @Test("A site with leaves has its own links, and a WAN link ends at its spine")
    func sitesWithLeaves() throws {
        let text = TestNetwork.threeSites(local: "local: leaf-spine\nhosts_per_leaf: 2\n")
        let routes = FabricRoutes(
            cluster: try TestNetwork.loaded(text, groups: TestNetwork.threeSiteGroups).cluster)
        let within = routes.route(from: 5, to: 9)
        #expect(within.links.map { routes.links[$0].name } == ["se leaf 0 up", "se leaf 2 down"])
        #expect((within.switches, within.transceivers) == (3, 8))
        let far = routes.route(from: 2, to: 7)
        #expect(
            far.links.map { routes.links[$0].name } == [
                "fr leaf 1 up", "site fr → site de", "site de → site se", "se leaf 1 down",
            ])
        // Leaf and spine at either end, and the only leaf of the site between.
        #expect((far.switches, far.transceivers, far.wanLinks) == (5, 8, 2))
        let near = routes.route(from: 3, to: 0)
        #expect((near.switches, near.transceivers, near.wanLinks) == (3, 6, 1))
    }

    @Test("Ways through a graph are shortest, with the first cables of the file, and add their latencies")
    func graph() throws {
        let routes = FabricRoutes(cluster: try TestNetwork.cluster(TestNetwork.graph, nodes: 6))
        #expect(routes.portBandwidth == [100, 100, 100, 50, 50, 100].map(gigabits))
        #expect(routes.switchGroups == [0, 0, 0, 1, 1, 2])
        let far = routes.route(from: 0, to: 4)
        #expect(far.links.map { routes.links[$0].name } == ["left → spine", "spine → right"])
        #expect(far.links.map { routes.links[$0].capacity } == [gigabits(800), gigabits(200)])
        #expect((far.switches, far.transceivers) == (3, 8))
        #expect(far.addedLatencies.map(\.central.count) == [1_000_000])
        #expect(routes.route(from: 3, to: 4).addedLatencies.count == 2)
        #expect(routes.route(from: 5, to: 2).links.map { routes.links[$0].name } == ["spine → left"])
    }

    @Test("Of two ways equally long through a graph, both directions take the one that is written first")
    func ties() throws {
        let text =
            TestNetwork.parts + """
                topology: graph
                switches: [a, b, c, d]
                links:
                  - { between: [a, c] }
                  - { between: [d, c] }
                  - { between: [a, b] }
                  - { between: [b, d] }
                  - { between: [node 0, d] }
                  - { between: [node 1, a] }
                """
        let routes = FabricRoutes(cluster: try TestNetwork.cluster(text, nodes: 2))
        #expect(routes.route(from: 1, to: 0).links.map { routes.links[$0].name } == ["a → c", "c → d"])
        #expect(routes.route(from: 0, to: 1).links.map { routes.links[$0].name } == ["d → c", "c → a"])
    }

    @Test("Thousands of nodes are no burden, whatever the topology")
    func large() throws {
        let texts = [
            (TestNetwork.leafSpine(32), 2048), (TestNetwork.fatTree(32), 4096), (TestNetwork.rails(32), 2048),
            (TestNetwork.torus([16, 16, 16]), 4096), (TestNetwork.fatTree(64), 4096),
        ]
        for (text, nodes) in texts {
            let routes = FabricRoutes(cluster: try TestNetwork.cluster(text, nodes: nodes))
            var visited = 0
            for rank in 0..<nodes {
                routes.visitLinks(from: rank, to: (rank + nodes / 2) % nodes) { _ in visited += 1 }
            }
            #expect(visited >= 2 * nodes)
        }
    }
}
