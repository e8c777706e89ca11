/// The workers of a run, in the order in which they came: the position is the rank.
struct Roster: Sendable {
    struct Member: Sendable {
        let id: WorkerID
        let hello: Ringwatt_Control_Hello
        var lastHeard: Duration
    }

    private(set) var members: [Member] = []

    func rank(of id: WorkerID) -> Int? { members.firstIndex { $0.id == id } }

    mutating func add(_ id: WorkerID, _ hello: Ringwatt_Control_Hello, at now: Duration) {
        members.append(Member(id: id, hello: hello, lastHeard: now))
    }

    mutating func remove(_ id: WorkerID) { members.removeAll { $0.id == id } }

    mutating func heard(_ rank: Int, at now: Duration) { members[rank].lastHeard = now }

    /// The worker in words: which process on which host.
    func describe(_ rank: Int) -> String {
        "the worker (process \(members[rank].hello.process) on \(members[rank].hello.host))"
    }
}

/// Notices that a run stands still although every worker is alive: nobody computes, and nothing moves.
struct StallWatch: Sendable {
    struct Waiting: Sendable {
        let rank: Int
        let waitingFor: String
    }

    private var latest: [Int: Ringwatt_Control_Heartbeat] = [:]
    private var lastProgress: Duration = .zero

    mutating func heard(rank: Int, _ heartbeat: Ringwatt_Control_Heartbeat, now: Duration) {
        if heartbeat.isComputing || heartbeat.progress != latest[rank]?.progress { lastProgress = now }
        latest[rank] = heartbeat
    }

    /// The lowest rank that waits for a peer, if nothing has moved for `limit`.
    func stalled(since now: Duration, limit: Duration, ranks: Int) -> Waiting? {
        guard latest.count == ranks, now - lastProgress > limit else { return nil }
        let waiting = (0..<ranks).first { latest[$0]?.waitingFor.isEmpty == false } ?? 0
        return Waiting(rank: waiting, waitingFor: latest[waiting]?.waitingFor ?? "")
    }
}
