internal import ClusterModel
internal import Units

/// The table of nccl-tests, whose columns its header line names:
///
///     #       size         count      type   redop    root     time   algbw   busbw #wrong     time   algbw   busbw #wrong
///     #        (B)    (elements)                               (us)  (GB/s)  (GB/s)            (us)  (GB/s)  (GB/s)
///          1048576        262144     float     sum      -1    121.9    8.60   15.05      0    120.4    8.71   15.24      0
///
/// Versions differ: before 2.11 `error` (the largest deviation) stands for `#wrong`, and collectives without a root or
/// an operation have no such column; from 2.17 on a time stamp or figures per iteration may follow.
struct NCCLTestTable {
    /// Columns of one of the two results of a row.
    private struct Result {
        var time: Int
        var algorithmBandwidth: Int
        var busBandwidth: Int
        /// Number of wrong elements; `nil` for versions that print a deviation.
        var wrong: Int?
    }

    /// A row with what tells the collectives apart.
    struct Row {
        let row: NCCLTestRun.Row
        /// Reduction; `nil` or `none` for collectives without one.
        let operation: Substring?
        /// −1 for collectives without a root; `nil` where there is no such column.
        let root: Substring?
        /// As printed, in decimal GB/s.
        let algorithmBandwidth: Double
        let busBandwidth: Double
        let line: OutputLine
    }

    let file: String
    private let names: [Substring]
    private let isTimed: Bool
    private let outOfPlace: Result
    private let inPlace: Result

    /// The columns of a header line, or `nil` if it is no header.
    init?(header line: OutputLine, file: String) throws(CalibrationError) {
        guard line.begins(with: "size", "count", "type") else { return nil }
        self.file = file
        if let word = line.words.first(where: { $0.text == "cputime" }) {
            throw CalibrationError(
                at: line.location(file, word), "these are times of the CPU that starts the collectives (-C)",
                remedy: "measure again without -C")
        }
        var names = line.words.map(\.text)
        isTimed = names.last == "timestamp"
        if isTimed { names.removeLast() }
        let times = names.indices.filter { names[$0] == "time" }
        guard times.count == 2, let first = Self.result(names, times[0]), let second = Self.result(names, times[1])
        else {
            throw CalibrationError(
                at: line.location(file), "this header does not have time, algbw and busbw twice",
                remedy: "give the output of nccl-tests as it was printed")
        }
        (self.names, outOfPlace, inPlace) = (names, first, second)
    }

    private static func result(_ names: [Substring], _ time: Int) -> Result? {
        guard time + 3 < names.count, names[time + 1] == "algbw", names[time + 2] == "busbw" else { return nil }
        return Result(
            time: time, algorithmBandwidth: time + 1, busBandwidth: time + 2,
            wrong: names[time + 3] == "#wrong" ? time + 3 : nil)
    }

    /// Whether a line is meant as a row: it begins with a whole number.
    static func isRow(_ line: OutputLine) -> Bool {
        !line.isComment && (line.words.first?.text.allSatisfy { $0.isASCII && $0.isNumber } ?? false)
    }

    /// The figures of one row; `nil` for a size of 0, which some versions print where a size is smaller than an
    /// element a rank.
    func row(_ line: OutputLine) throws(CalibrationError) -> Row? {
        let words = line.words
        let expected = names.count + (isTimed ? 2 : 0)
        guard words.count == expected else {
            throw CalibrationError(
                at: line.location(file, words.count > expected ? words[expected] : words.last),
                "this row has \(words.count) values, the header names \(expected)",
                remedy: "other output may have mixed into it: measure with NCCL_DEBUG unset, or correct the row")
        }
        guard let size = Int64(words[0].text) else {
            throw CalibrationError(
                at: line.location(file, words[0]), "the size '\(words[0].text)' is not a number of bytes",
                remedy: "correct it")
        }
        guard size > 0 else { return nil }
        for wrong in [outOfPlace.wrong, inPlace.wrong].compactMap(\.self) { try check(wrong: words[wrong], line) }
        let result = words[inPlace.time].text == "N/A" ? outOfPlace : inPlace
        let microseconds = try number(words[result.time], line, "time")
        let picoseconds = (microseconds * 1e6).rounded()
        guard picoseconds >= 1, picoseconds < 1e18 else {
            throw CalibrationError(
                at: line.location(file, words[result.time]), "no collective takes \(words[result.time].text) us",
                remedy: "remove the row or measure again")
        }
        return Row(
            row: NCCLTestRun.Row(
                size: ByteCount(count: size), time: TimeSpan(count: Int64(picoseconds)), line: line.number),
            operation: names.firstIndex(of: "redop").map { words[$0].text },
            root: names.firstIndex(of: "root").map { words[$0].text },
            algorithmBandwidth: try number(words[result.algorithmBandwidth], line, "algbw"),
            busBandwidth: try number(words[result.busBandwidth], line, "busbw"), line: line)
    }

    private func check(wrong word: OutputLine.Word, _ line: OutputLine) throws(CalibrationError) {
        if word.text == "N/A" { return }
        let count = try number(word, line, "#wrong")
        guard count == 0 else {
            throw CalibrationError(
                at: line.location(file, word), "the collective of this size gave \(word.text) wrong elements",
                remedy: "repair the cluster before measuring it; a time of wrong results means nothing")
        }
    }

    private func number(_ word: OutputLine.Word, _ line: OutputLine, _ what: String) throws(CalibrationError) -> Double
    {
        let isDecimal = word.text.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
        guard isDecimal, let value = Double(word.text), value.isFinite, value >= 0 else {
            throw CalibrationError(
                at: line.location(file, word), "\(what) is '\(word.text)', which is not a number",
                remedy: "other output may have mixed into the row: correct or remove it")
        }
        return value
    }
}
