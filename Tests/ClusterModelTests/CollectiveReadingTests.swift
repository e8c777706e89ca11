import ClusterModel
import Testing
import Units

/// A small cluster with sections appended.
private func cluster(_ sections: String, overrides: ClusterOverrides = ClusterOverrides()) throws -> ClusterFile.Loaded
{
    let text = TestNetwork.text(TestNetwork.star, groups: [(4, 1, "fr")]) + sections
    return try ClusterFile.parse(text: text, path: "a.yaml", overrides: overrides)
}

@Suite("Collective, overlap and accumulation in cluster files")
struct CollectiveReadingTests {
    @Test("Without a word about it: a ring, beside the backward pass, every step, nothing sharded")
    func defaults() throws {
        let cluster = try cluster("").cluster
        #expect(cluster.collective == CollectiveChoice(algorithm: .ring))
        #expect(cluster.disturbances == .none)
        let represented = cluster.workload.represented
        #expect(represented.overlap && represented.gradientAccumulation == 1 && represented.sharding == .none)
        #expect(represented.overlapSlowdown == RepresentedWorkload.noSlowdown)
    }

    @Test("Every algorithm is read by its name", arguments: CollectiveChoice.Algorithm.allCases)
    func algorithms(algorithm: CollectiveChoice.Algorithm) throws {
        let read = try cluster("collective: { algorithm: \(algorithm.rawValue) }").cluster.collective
        #expect(read == CollectiveChoice(algorithm: algorithm))
        #expect(try CollectiveChoice.Algorithm(parsing: algorithm.rawValue) == algorithm)
    }

    @Test("A wrong name of an algorithm suggests the near one")
    func wrongName() {
        let error = #expect(throws: UnknownName.self) { try CollectiveChoice.Algorithm(parsing: "tow-level") }
        #expect(error?.description == "there is no such algorithm; did you mean 'two-level'?")
    }

    @Test("Group size and segments are read, and are doubtful with an algorithm that has neither")
    func parameters() throws {
        let automatic = try cluster("collective: { algorithm: auto, group_size: 2, segments: 8 }")
        #expect(automatic.cluster.collective == CollectiveChoice(algorithm: .auto, groupSize: 2, segments: 8))
        #expect(automatic.warnings.isEmpty)
        let ring = try cluster("collective: { group_size: 2, segments: 8 }")
        #expect(
            ring.warnings.map(\.description) == [
                "a.yaml:15:27: warning: collective.group_size has no effect with the algorithm ring; "
                    + "it is a parameter of two-level",
                "a.yaml:15:40: warning: collective.segments has no effect with the algorithm ring; "
                    + "it is a parameter of double-binary-tree",
            ])
    }

    @Test(
        "A group size that leaves two-level one level is doubtful, and one that does not divide the nodes is not",
        arguments: [CollectiveChoice.Algorithm.twoLevel, .auto])
    func degenerateGroups(algorithm: CollectiveChoice.Algorithm) throws {
        let warnings = { (size: Int, nodes: Int) in
            let section = "collective: { algorithm: \(algorithm.rawValue), group_size: \(size) }"
            return try cluster(section, overrides: ClusterOverrides(nodes: nodes)).warnings.map(\.message)
        }
        let name = "collective.group_size is"
        #expect(try warnings(1, 8) == ["\(name) 1: groups of one node leave two-level a plain ring of 8"])
        #expect(try warnings(8, 8) == ["\(name) 8: one group of all nodes leaves two-level a plain ring of 8"])
        #expect(
            try warnings(5, 8) == [
                "\(name) 5: 8 nodes make one such group and 3 beside it, which leaves no second level"
            ])
        for size in 2...4 { #expect(try warnings(size, 8).isEmpty, "groups of \(size)") }
        // One node has no groups, but those of the ranks that its process plays.
        #expect(try warnings(2, 1).isEmpty)
    }

    @Test("A group larger than the cluster is an error where its size is given")
    func largeGroups() throws {
        let problems = { (section: String, overrides: ClusterOverrides) in
            let error = #expect(throws: ClusterFileError.self) { try cluster(section, overrides: overrides) }
            return error?.problems.map(\.description)
        }
        let section = "collective: { algorithm: two-level, group_size: 4 }"
        let place = "a.yaml:15:49: error: collective.group_size"
        #expect(
            problems(section, ClusterOverrides(nodes: 3)) == [
                "\(place) is 4, but the cluster has 3 nodes; two-level needs 4 nodes or more, so choose another algorithm"
            ])
        #expect(
            problems("", ClusterOverrides(nodes: 8, algorithm: .auto, groupSize: 9)) == [
                "--group-size: error: it is 9, but the cluster has 8 nodes; choose from 2 to 4, or leave it out for the "
                    + "nodes on one switch or site"
            ])
        // Another algorithm on the command line leaves it alone.
        #expect(try cluster(section, overrides: ClusterOverrides(nodes: 3, algorithm: .ring)).warnings.isEmpty)
    }

    @Test(
        "Overlap takes the words for yes and no",
        arguments: [("true", true), ("On", true), ("no", false), ("off", false)])
    func overlap(word: String, expected: Bool) throws {
        #expect(try cluster("workload: { overlap: \(word) }").cluster.workload.represented.overlap == expected)
    }

    @Test("Slowdown beside communication is a figure with its range")
    func slowdown() throws {
        let text =
            "workload: { overlap_slowdown: { value: 5 %, low: 0, high: 10 %, source: measured }, sharding: none, "
            + "gradient_accumulation: 4 }"
        let represented = try cluster(text).cluster.workload.represented
        #expect(represented.overlapSlowdown.central == Ratio(count: 50_000_000))
        #expect(represented.overlapSlowdown.low == .zero && represented.overlapSlowdown.source == "measured")
        #expect(represented.gradientAccumulation == 4)
    }

    @Test("Flags win over the file and leave alone what they do not name")
    func overrides() throws {
        let sections = """
            collective: { algorithm: two-level, group_size: 2, segments: 8 }
            workload: { overlap: true, gradient_accumulation: 4, overlap_slowdown: 5 %, bucket_size: 2 MiB }
            """
        let overrides = ClusterOverrides(
            bucketSize: ByteCount(count: 1 << 20), algorithm: .doubleBinaryTree, segments: 16, overlap: false,
            gradientAccumulation: 2)
        let loaded = try cluster(sections, overrides: overrides)
        #expect(
            loaded.cluster.collective == CollectiveChoice(algorithm: .doubleBinaryTree, groupSize: 2, segments: 16))
        let represented = loaded.cluster.workload.represented
        #expect(!represented.overlap && represented.gradientAccumulation == 2)
        #expect(represented.overlapSlowdown.central == Ratio(count: 50_000_000))
        #expect(represented.bucketSize.bytes == 1 << 20)
        #expect(loaded.warnings.isEmpty)
        let kept = try cluster(sections, overrides: ClusterOverrides(steps: 3)).cluster
        #expect(kept.collective == CollectiveChoice(algorithm: .twoLevel, groupSize: 2, segments: 8))
        #expect(kept.workload.represented.gradientAccumulation == 4)
    }

    @Test("Flags out of bounds are errors under their names, all at once")
    func wrongOverrides() throws {
        let overrides = ClusterOverrides(groupSize: 0, segments: 257, gradientAccumulation: 1025)
        let error = #expect(throws: ClusterFileError.self) { try cluster("", overrides: overrides) }
        #expect(
            error?.problems.map(\.description) == [
                "--group-size: error: 0 is not from 1 to 4096", "--segments: error: 257 is not from 1 to 256",
                "--accumulation: error: 1025 is not from 1 to 1024",
            ])
    }
}
