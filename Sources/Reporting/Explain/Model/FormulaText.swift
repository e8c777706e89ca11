/// A formula as text, with `*` and `/` and no more brackets than it needs.
extension Formula {
    /// With the symbols of its terms.
    var symbols: String { text { $0.symbol } }

    /// With the values of its terms, as they are shown.
    var numbers: String { text { Self.digits($0.value) } }

    /// How tightly a form binds.
    private var strength: Int {
        switch self {
        case .sum(let parts): parts.count == 1 ? parts[0].strength : 1
        case .difference: 1
        case .product(let parts): parts.count == 1 ? parts[0].strength : 2
        case .quotient: 2
        case .term, .number, .function: 3
        }
    }

    private func text(_ term: (Term) -> String) -> String {
        func inner(_ part: Formula, _ needed: Int) -> String {
            let text = part.text(term)
            return part.strength < needed ? "(\(text))" : text
        }
        switch self {
        case .term(let of): return Self.bracketed(term(of))
        case .number(let value): return Self.bracketed(Self.digits(value))
        case .sum(let parts): return parts.isEmpty ? "0" : parts.map { inner($0, 1) }.joined(separator: " + ")
        case .difference(let a, let b): return "\(inner(a, 1)) - \(inner(b, 2))"
        case .product(let parts): return parts.isEmpty ? "1" : parts.map { inner($0, 2) }.joined(separator: " * ")
        case .quotient(let a, let b): return "\(inner(a, 2)) / \(inner(b, 3))"
        case .function(let function, let parts):
            return "\(function.rawValue)(\(parts.map { $0.text(term) }.joined(separator: ", ")))"
        }
    }

    /// A negative number, or one with an exponent, stands in brackets beside operators.
    private static func bracketed(_ text: String) -> String { text.hasPrefix("-") ? "(\(text))" : text }

    /// In ten digits; whole numbers in all of theirs.
    static func digits(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-infinity" : "infinity" }
        if value == value.rounded(), abs(value) < 1e15 { return "\(Int64(value))" }
        return "\(rounded(value, digits: 10))"
    }

    /// To so many significant digits.
    static func rounded(_ value: Double, digits: Int) -> Double {
        guard value != 0, value.isFinite else { return value }
        var (scaled, power) = (abs(value), 0)
        while scaled >= 10 { (scaled, power) = (scaled / 10, power + 1) }
        while scaled < 1 { (scaled, power) = (scaled * 10, power - 1) }
        let places = digits - 1 - power
        let unit = (0..<min(abs(places), 300)).reduce(1.0) { unit, _ in unit * 10 }
        return places >= 0 ? (value * unit).rounded() / unit : (value / unit).rounded() * unit
    }
}
