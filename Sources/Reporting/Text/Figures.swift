internal import Units

/// Numbers as text, in a fixed way on every machine.
enum Figures {
    /// `value` with so many decimals, half away from zero; `-` for what is no number.
    static func decimal(_ value: Double, places: Int) -> String {
        guard value.isFinite else { return value.isNaN ? "-" : value < 0 ? "-infinity" : "infinity" }
        guard abs(value) < 1e15 else { return "\(value)" }
        let power = (0..<places).reduce(1.0) { power, _ in power * 10 }
        let count = Int((abs(value) * power).rounded(.toNearestOrAwayFromZero))
        let scale = Int(power)
        let digits = places == 0 ? "" : "." + padded(String(count % scale), to: places, with: "0")
        return (value < 0 && count != 0 ? "-" : "") + grouped(count / scale) + digits
    }

    /// A share of one as `31.9 %`.
    static func percent(_ share: Double, places: Int = 1) -> String { decimal(share * 100, places: places) + " %" }

    /// `1,234,567`; four digits too.
    static func grouped(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (value < 0 ? "-" : "") + text
    }

    /// Three or four digits and a word or letter: `443k`, `1.558 B`.
    static func compact(_ value: Double, _ units: [(size: Double, symbol: String)]) -> String {
        guard let (size, symbol) = units.last(where: { abs(value) >= $0.size }) else {
            return decimal(value, places: abs(value) >= 100 || value == value.rounded() ? 0 : 1)
        }
        let scaled = value / size
        return decimal(scaled, places: abs(scaled) >= 100 ? 0 : abs(scaled) >= 10 ? 1 : 2) + symbol
    }

    /// Counts of parameters and tokens: `0.9 M`, `1.56 B`.
    static func count(_ value: Int) -> String {
        value < 10_000 ? grouped(value) : compact(Double(value), [(1e3, " k"), (1e6, " M"), (1e9, " B"), (1e12, " T")])
    }

    /// `443k`, for rates in narrow places.
    static func rate(_ value: Double) -> String {
        compact(value, [(1e3, "k"), (1e6, "M"), (1e9, "B"), (1e12, "T")])
    }

    /// `0:45`, `2:21`, `1:05:00`, `3 d 04:00:00`; seconds are rounded down.
    static func clock(_ seconds: Double) -> String {
        guard seconds.isFinite, abs(seconds) < 1e15 else { return "-" }
        let total = max(0, Int(seconds))
        let (days, hours, minutes) = (total / 86_400, total / 3600 % 24, total / 60 % 60)
        let two = { (value: Int) in padded(String(value), to: 2, with: "0") }
        if days > 0 { return "\(grouped(days)) d \(two(hours)):\(two(minutes)):\(two(total % 60))" }
        if hours > 0 { return "\(hours):\(two(minutes)):\(two(total % 60))" }
        return "\(minutes):\(two(total % 60))"
    }

    /// A duration for people: `236.6 s`, `12.4 min`, `5.25 h`, `3.1 days`; small ones as `412.0 us`.
    static func duration(_ duration: VirtualDuration) -> String {
        let seconds = duration.seconds
        switch abs(seconds) {
        case 172_800...: return decimal(seconds / 86_400, places: 1) + " days"
        case 7200...: return decimal(seconds / 3600, places: 2) + " h"
        case 600...: return decimal(seconds / 60, places: 1) + " min"
        case 0: return "0 s"
        default: return Scale.time(duration.attoseconds).string(duration.attoseconds)
        }
    }

    /// Filled up on the left; never cut.
    static func padded(_ text: String, to width: Int, with filler: Character = " ") -> String {
        String(repeating: filler, count: max(0, width - text.count)) + text
    }
}
