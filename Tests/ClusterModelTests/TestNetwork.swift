import ClusterModel
import Testing
import Units

/// Clusters that differ in their network alone, read from text as a user writes it.
enum TestNetwork {
    /// - Parameters:
    ///   - fabric: the keys of `fabric` but for latency, one a line.
    ///   - groups: number of nodes, NICs of each and site of each group.
    static func text(_ fabric: String, groups: [(nodes: Int, nics: Int, site: String)]) -> String {
        let nodes = groups.map { group in
            """
              - count: \(group.nodes)
                accelerators: { model: t4 }
                host: { cpu: epyc-7742, memory: 64 GB }
                nic: { model: connectx-6-100g, count: \(group.nics) }
                storage: { model: sata-ssd }
                site: \(group.site)
            """
        }
        let keys = fabric.split(separator: "\n").map { "  \($0)" }
        return "name: test\nnodes:\n" + nodes.joined(separator: "\n") + "\nfabric:\n  latency: 2 us\n"
            + keys.joined(separator: "\n") + "\n"
    }

    /// What reading says; an error fails the test with its text.
    static func loaded(_ fabric: String, groups: [(nodes: Int, nics: Int, site: String)]) throws -> ClusterFile.Loaded {
        try ClusterFile.parse(text: text(fabric, groups: groups), path: "a.yaml")
    }

    static func cluster(_ fabric: String, nodes: Int, nics: Int = 1) throws -> Cluster {
        try loaded(fabric, groups: [(nodes, nics, "fr")]).cluster
    }

    /// A switch of 64 ports of 100 Gb/s and fibre.
    static let parts = "link: 100 Gb/s\nswitch: sn4600c\noptics: qsfp28-sr4\n"

    static let star = "topology: star\n" + parts
    static func leafSpine(_ hosts: Int, _ ratio: String = "1:1") -> String {
        "topology: leaf-spine\nhosts_per_leaf: \(hosts)\noversubscription: \"\(ratio)\"\n" + parts
    }
    static func fatTree(_ radix: Int, _ ratio: String = "1:1") -> String {
        "topology: fat-tree\nradix: \(radix)\noversubscription: \"\(ratio)\"\n" + parts
    }
    static func rails(_ hosts: Int, _ ratio: String = "1:1") -> String {
        "topology: rail-optimized\nhosts_per_rail_switch: \(hosts)\noversubscription: \"\(ratio)\"\n" + parts
    }
    static func torus(_ dimensions: [Int]) -> String {
        "topology: torus\ndimensions: \(dimensions)\nlink: 100 Gb/s\noptics: qsfp28-sr4\n"
    }
    /// Three sites in a row: fr – de – se.
    static func threeSites(local: String = "local: star\n") -> String {
        "topology: wan\n" + local + parts + """
            wan:
              - { between: [de, fr], bandwidth: 10 Gb/s, count: 2, latency: 5 ms, equipment: metro-100g, site: world }
              - { between: [de, se], bandwidth: 100 Gb/s, latency: 10 ms, equipment: long-haul-100g, site: se }
            """
    }
    static let threeSiteGroups: [(nodes: Int, nics: Int, site: String)] = [(3, 1, "fr"), (2, 1, "de"), (5, 2, "se")]

    /// Two leaves with a cable between them, and a spine above both.
    static let graph =
        "topology: graph\nuplink: 400 Gb/s\n" + parts.replacing("sn4600c", with: "sn5600") + """
            switches: [spine, left, right]
            links:
              - { between: [spine, left], count: 2 }
              - { between: [nodes 0-2, left] }
              - { between: [right, nodes 3-4], rate: 50 Gb/s, latency: 1 us }
              - { between: [right, spine], rate: 200 Gb/s }
              - { between: [node 5, spine] }
            """

    /// One of each kind, with odd and uneven sizes.
    static func all() throws -> [(name: String, cluster: Cluster)] {
        [
            ("star", try cluster(star, nodes: 5)),
            ("leaf-spine", try cluster(leafSpine(4, "3:1"), nodes: 11)),
            ("one leaf", try cluster(leafSpine(4), nodes: 3)),
            ("fat tree of 4", try cluster(fatTree(4), nodes: 16)),
            ("part of a fat tree of 4", try cluster(fatTree(4, "2:1"), nodes: 7)),
            ("one pod", try cluster(fatTree(8), nodes: 9)),
            ("fat tree with two NICs", try cluster(fatTree(8), nodes: 33, nics: 2)),
            ("rails", try cluster(rails(4, "2:1"), nodes: 9, nics: 4)),
            ("ring of 2", try cluster(torus([2]), nodes: 2)), ("ring of 3", try cluster(torus([3]), nodes: 3)),
            ("ring of 8", try cluster(torus([8]), nodes: 8)),
            ("torus", try cluster(torus([4, 3]), nodes: 12, nics: 4)),
            ("flat torus", try cluster(torus([1, 5, 1]), nodes: 5)),
            ("cube", try cluster(torus([2, 3, 4]), nodes: 24, nics: 5)),
            ("sites", try loaded(threeSites(), groups: threeSiteGroups).cluster),
            (
                "sites with leaves",
                try loaded(
                    threeSites(local: "local: leaf-spine\nhosts_per_leaf: 2\n"), groups: threeSiteGroups
                ).cluster
            ),
            ("graph", try cluster(graph, nodes: 6)),
        ]
    }
}
