import Collectives
import Testing

/// A schedule as a test argument that says its name.
struct Case: CustomTestStringConvertible, Sendable {
    let algorithm: Algorithm
    let worldSize: Int
    // Groups and segments that do not divide anything, for some sizes.
    var groupSize: Int { 1 + worldSize / 3 }
    var segments: Int { 1 + worldSize % 5 }
    var schedule: any CollectiveSchedule {
        algorithm.schedule(worldSize: worldSize, groupSize: groupSize, segments: segments)
    }
    var testDescription: String { "\(algorithm.rawValue), \(worldSize) ranks" }

    static let all = Algorithm.allCases.flatMap { algorithm in
        (1...33).map { Case(algorithm: algorithm, worldSize: $0) }
    }
}

/// What every rank holds after a collective, by rank.
private func played<Element: AdditiveArithmetic>(
    _ schedule: any CollectiveSchedule, _ buffers: [[Element]]
) -> [[Element]] {
    var buffers = buffers
    schedule.play(
        elements: buffers[0].count, read: { Array(buffers[$0][$1]) },
        combine: { rank, range, combine, payload in
            for (index, value) in zip(range, payload) {
                buffers[rank][index] = combine == .add ? buffers[rank][index] + value : value
            }
        })
    return buffers
}

/// Values whose sums depend on the order of the additions.
private func rounded(ranks: Int, elements: Int) -> [[Float]] {
    (0..<ranks).map { rank in (0..<elements).map { Float(rank) * 0.1 + Float($0) * 0.37 } }
}

@Suite struct ScheduleTests {
    @Test("every algorithm sums any length at any world size, with the same bits on all ranks", arguments: Case.all)
    func sums(_ test: Case) {
        let n = test.worldSize
        for elements in [0, 1, n - 1, n, 101] {
            let exact = (0..<n).map { rank in (0..<elements).map { Double(rank * 1000 + $0 * $0) } }
            let expected = (0..<elements).map { index in exact.reduce(0) { $0 + $1[index] } }
            #expect(played(test.schedule, exact).allSatisfy { $0 == expected }, "\(elements) elements")
        }
        let sums = played(test.schedule, rounded(ranks: n, elements: n + 5))
        #expect(sums.allSatisfy { $0.map(\.bitPattern) == sums[0].map(\.bitPattern) })
    }

    @Test("what one rank sends is what its peer receives, once a round and pair", arguments: Case.all)
    func agreement(_ test: Case) {
        let schedule = test.schedule
        for round in 0..<schedule.rounds {
            var expected: [[Int: Transfer]] = (0..<schedule.worldSize).map { rank in
                Dictionary(
                    uniqueKeysWithValues: schedule.step(rank: rank, round: round).receives.map { ($0.peer, $0) })
            }
            for rank in 0..<schedule.worldSize {
                for send in schedule.step(rank: rank, round: round).sends {
                    let receive = expected[send.peer].removeValue(forKey: rank)
                    #expect(receive?.chunks == send.chunks && receive?.combine == send.combine && send.peer != rank)
                }
            }
            for rest in expected { #expect(rest.isEmpty, "round \(round)") }
        }
    }

    @Test(
        "no contribution is added twice, only whole sums are copied, and at the end all hold all", arguments: Case.all)
    func contributions(_ test: Case) {
        let schedule = test.schedule
        var held = (0..<test.worldSize).map { rank in
            [UInt64](repeating: 1 << UInt64(rank), count: schedule.chunkCount)
        }
        let everyone: UInt64 = (1 << UInt64(test.worldSize)) - 1
        var (isDisjoint, areWhole) = (true, true)
        schedule.play(
            elements: schedule.chunkCount, read: { Array(held[$0][$1]) },
            combine: { rank, range, combine, payload in
                for (chunk, mask) in zip(range, payload) {
                    if combine == .add, held[rank][chunk] & mask != 0 { isDisjoint = false }
                    if combine == .copy, mask != everyone { areWhole = false }
                    held[rank][chunk] = combine == .add ? held[rank][chunk] | mask : mask
                }
            })
        #expect(isDisjoint && areWhole)
        for chunks in held { #expect(Set(chunks) == [everyone]) }
    }

    @Test("the copy-free form gives the same sums where no rank receives what it sends", arguments: Case.all)
    func withoutCopies(_ test: Case) {
        let schedule = test.schedule
        for round in 0..<schedule.rounds {
            for rank in 0..<test.worldSize {
                let step = schedule.step(rank: rank, round: round)
                let overlaps = step.sends.contains { send in
                    step.receives.contains { $0.chunks.overlaps(send.chunks) }
                }
                #expect(schedule.overwritesSent(rank: rank, round: round) == overlaps)
            }
        }
        let isExchange = test.algorithm == .recursiveDoubling && test.worldSize > 1
        #expect(schedule.overwritesSent == isExchange)
        guard !isExchange else { return }
        let copied = played(schedule, rounded(ranks: test.worldSize, elements: 41))
        var direct = rounded(ranks: test.worldSize, elements: 41)
        schedule.play(elements: 41) { sender, receiver, range, combine in
            for index in range {
                let value = direct[sender][index]
                direct[receiver][index] = combine == .add ? direct[receiver][index] + value : value
            }
        }
        #expect(direct == copied)
    }

    @Test("ranks of a symmetric schedule all send as many chunks in every round", arguments: Case.all)
    func symmetry(_ test: Case) {
        let schedule = test.schedule
        let amounts = { (round: Int) in
            Set(
                (0..<schedule.worldSize).map { rank in
                    schedule.step(rank: rank, round: round).sends.map(\.chunks.count)
                })
        }
        let isEven = (0..<schedule.rounds).allSatisfy { amounts($0).count == 1 }
        if schedule.isRankSymmetric { #expect(isEven) }
        if test.worldSize > 2, [.parameterServer, .binomialTree].contains(test.algorithm) { #expect(!isEven) }
    }

    @Test("the halves of the ring leave and take up the same chunks", arguments: [1, 2, 3, 8, 13])
    func halves(worldSize: Int) {
        let (scatter, gather) = (RingReduceScatter(worldSize: worldSize), RingAllGather(worldSize: worldSize))
        let given = (0..<worldSize).map { rank in (0..<worldSize).map { Double(rank * 100 + $0) } }
        let expected = (0..<worldSize).map { chunk in given.reduce(0) { $0 + $1[chunk] } }
        let scattered = played(scatter, given)
        for rank in 0..<worldSize {
            let chunk = scatter.ownedChunk(rank: rank)
            #expect(scattered[rank][chunk] == expected[chunk] && gather.ownedChunk(rank: rank) == chunk)
        }
        #expect(played(gather, scattered).allSatisfy { $0 == expected })
    }
}
