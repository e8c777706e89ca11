internal import Accounting
internal import Emulation

/// What was booked in a run, in order, with equal things in a row counted.
enum BookedCourse {
    private static let names: [(RankStep.Kind, String)] = [
        (.evaluation, "evaluation"), (.training, "training"), (.checkpoint, "checkpoint"), (.closing, "closing"),
    ]
    /// More bookings than any run has.
    private static let limit = 10_000_000

    static func value(_ account: RunAccount) -> JSONValue {
        var runs: [(kind: RankStep.Kind, count: Int)] = []
        for kind in account.kinds {
            if runs.last?.kind == kind { runs[runs.count - 1].count += 1 } else { runs.append((kind, 1)) }
        }
        return .array(
            runs.map { run in
                .object([
                    "kind": .string(names.first { $0.0 == run.kind }!.1), "count": .count(run.count),
                ])
            })
    }

    static func kinds(
        _ course: [RecordedResult.Booking], in folder: RunFolderFiles
    ) throws(ReopeningError) -> [RankStep.Kind] {
        var kinds: [RankStep.Kind] = []
        for booking in course {
            guard let kind = names.first(where: { $0.1 == booking.kind })?.0, booking.count >= 0,
                kinds.count + booking.count <= limit
            else {
                throw folder.error(
                    "result.json", "emulated.course has \(booking.count) x '\(booking.kind)'",
                    remedy: "it was damaged: run it again with --config \(folder.path)config.yaml")
            }
            kinds += [RankStep.Kind](repeating: kind, count: booking.count)
        }
        return kinds
    }
}
