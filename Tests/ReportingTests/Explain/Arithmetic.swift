/// Works out a text such as `2 * (3 + max(1, 4)) / 7 - 1e-3`: nothing of the code that wrote it.
struct Arithmetic {
    private var rest: Substring

    /// The value; `nil` for a text that is no such formula.
    static func value(_ text: String) -> Double? {
        var reader = Arithmetic(rest: text[...].filter { $0 != " " }[...])
        guard let value = reader.sum(), reader.rest.isEmpty else { return nil }
        return value
    }

    private mutating func take(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func sum() -> Double? {
        guard var value = product() else { return nil }
        while true {
            if take("+") {
                guard let next = product() else { return nil }
                value += next
            } else if take("-") {
                guard let next = product() else { return nil }
                value -= next
            } else {
                return value
            }
        }
    }

    private mutating func product() -> Double? {
        guard var value = factor() else { return nil }
        while true {
            if take("*") {
                guard let next = factor() else { return nil }
                value *= next
            } else if take("/") {
                guard let next = factor() else { return nil }
                value /= next
            } else {
                return value
            }
        }
    }

    private mutating func factor() -> Double? {
        if take("(") {
            let value = sum()
            return take(")") ? value : nil
        }
        let name = rest.prefix { $0.isLetter }
        guard name.isEmpty || name == "e" else { return function(String(name)) }
        return number()
    }

    private mutating func number() -> Double? {
        let negative = take("-")
        var digits = ""
        while let next = rest.first {
            let isExponentSign = (next == "-" || next == "+") && digits.last == "e"
            guard next.isNumber || next == "." || next == "e" || isExponentSign else { break }
            digits.append(next)
            rest.removeFirst()
        }
        return Double(digits).map { negative ? -$0 : $0 }
    }

    private mutating func function(_ name: String) -> Double? {
        rest.removeFirst(name.count)
        guard take("(") else { return nil }
        var arguments: [Double] = []
        repeat {
            guard let value = sum() else { return nil }
            arguments.append(value)
        } while take(",")
        guard take(")") else { return nil }
        switch name {
        case "sqrt": return arguments[0].squareRoot()
        case "exp": return Self.exponential(arguments[0])
        case "max": return arguments.max()
        case "min": return arguments.min()
        case "ceil": return arguments[0].rounded(.up)
        default: return nil
        }
    }

    /// (1 + x / 2ⁿ) to the power 2ⁿ, with the first terms of its error.
    private static func exponential(_ x: Double) -> Double {
        let small = x / 1024
        var value = 1 + small * (1 + small / 2 * (1 + small / 3 * (1 + small / 4)))
        for _ in 0..<10 { value *= value }
        return value
    }
}
