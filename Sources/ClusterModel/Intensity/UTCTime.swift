/// A date and time as people and data files write it, in seconds since 1970-01-01T00:00:00Z.
///
/// The proleptic Gregorian calendar without leap seconds, as in ISO 8601 and POSIX.
package struct UTCTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let seconds: Int64

    package init(seconds: Int64) { self.seconds = seconds }

    /// `2024-03-01T08:00:00Z`, with a space for the `T`, without seconds or the time of day, and with an offset such as
    /// `+01:00` for the `Z`; without either it is UTC.
    package init?(parsing text: String) {
        var rest = Substring(text)
        guard let year = Self.number(&rest, digits: 4), Self.skip(&rest, "-"),
            let month = Self.number(&rest, digits: 2),
            Self.skip(&rest, "-"), let day = Self.number(&rest, digits: 2), (1...12).contains(month),
            (1...Self.days(in: month, of: year)).contains(day)
        else { return nil }
        var clock = 0
        if Self.skip(&rest, "T") || Self.skip(&rest, " ") {
            guard let hour = Self.number(&rest, digits: 2), Self.skip(&rest, ":"),
                let minute = Self.number(&rest, digits: 2), hour < 24, minute < 60
            else { return nil }
            var second = 0
            if Self.skip(&rest, ":") {
                guard let read = Self.number(&rest, digits: 2), read < 60 else { return nil }
                second = read
                // Fractions of a second are nothing that such data have.
                if Self.skip(&rest, ".") {
                    let fraction = rest.prefix { $0 == "0" }
                    guard !fraction.isEmpty else { return nil }
                    rest = rest.dropFirst(fraction.count)
                }
            }
            clock = (hour * 60 + minute) * 60 + second
            guard let offset = Self.offset(&rest) else { return nil }
            clock -= offset
        }
        guard rest.isEmpty else { return nil }
        seconds = Int64(Self.days(before: year, month, day) * 86_400 + clock)
    }

    package static func < (a: Self, b: Self) -> Bool { a.seconds < b.seconds }

    /// `2024-03-01T08:00:00Z`.
    package var description: String {
        let day = Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
        let clock = Int(seconds) - day * 86_400
        let (year, month, date) = Self.date(day: day)
        let two = { (number: Int) in (number < 10 ? "0" : "") + "\(number)" }
        return "\(year)-\(two(month))-\(two(date))T\(two(clock / 3600)):\(two(clock / 60 % 60)):\(two(clock % 60))Z"
    }

    // MARK: The calendar

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 to a date.
    private static func days(before year: Int, _ month: Int, _ day: Int) -> Int {
        let passed = year - 1
        // Leap days before the year, less those before 1970 (477).
        var days = (year - 1970) * 365 + passed / 4 - passed / 100 + passed / 400 - 477
        for earlier in 1..<month { days += Self.days(in: earlier, of: year) }
        return days + day - 1
    }

    private static func date(day: Int) -> (year: Int, month: Int, day: Int) {
        var year = 1970 + day / 366
        while days(before: year + 1, 1, 1) <= day { year += 1 }
        while days(before: year, 1, 1) > day { year -= 1 }
        var rest = day - days(before: year, 1, 1)
        var month = 1
        while rest >= days(in: month, of: year) {
            rest -= days(in: month, of: year)
            month += 1
        }
        return (year, month, rest + 1)
    }

    // MARK: Reading

    private static func number(_ text: inout Substring, digits: Int) -> Int? {
        let read = text.prefix(digits)
        guard read.count == digits, read.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        text = text.dropFirst(digits)
        return Int(read)
    }

    private static func skip(_ text: inout Substring, _ character: Character) -> Bool {
        guard text.first == character else { return false }
        text = text.dropFirst()
        return true
    }

    /// Seconds east of Greenwich.
    private static func offset(_ text: inout Substring) -> Int? {
        if text.isEmpty || skip(&text, "Z") { return 0 }
        let isEast = skip(&text, "+")
        guard isEast || skip(&text, "-"), let hours = number(&text, digits: 2) else { return nil }
        _ = skip(&text, ":")
        guard let minutes = number(&text, digits: 2), hours < 24, minutes < 60 else { return nil }
        return (isEast ? 1 : -1) * (hours * 60 + minutes) * 60
    }
}
