/// Arithmetic over explained values: one thing to print in symbols, to print with numbers, and to work out.
indirect enum Formula: Sendable, Hashable {
    /// The value of another explanation.
    struct Term: Sendable, Hashable {
        let name: String
        let symbol: String
        let value: Double
    }

    /// Functions of one or two arguments, by the name that is printed.
    enum Function: String, Sendable, Hashable {
        case squareRoot = "sqrt"
        case exponential = "exp"
        case maximum = "max"
        case minimum = "min"
        /// Up to the next whole number.
        case ceiling = "ceil"
    }

    case term(Term)
    case number(Double)
    case sum([Formula])
    case difference(Formula, Formula)
    case product([Formula])
    case quotient(Formula, Formula)
    case function(Function, [Formula])

    static func + (a: Self, b: Self) -> Self {
        if case .sum(let parts) = a { .sum(parts + [b]) } else { .sum([a, b]) }
    }
    static func - (a: Self, b: Self) -> Self { .difference(a, b) }
    static func * (a: Self, b: Self) -> Self {
        if case .product(let parts) = a { .product(parts + [b]) } else { .product([a, b]) }
    }
    static func / (a: Self, b: Self) -> Self { .quotient(a, b) }

    /// The terms in the order of the text, each once.
    var terms: [Term] {
        var seen: Set<String> = []
        return allTerms.filter { seen.insert($0.name).inserted }
    }

    private var allTerms: [Term] {
        switch self {
        case .term(let term): [term]
        case .number: []
        case .sum(let parts), .product(let parts), .function(_, let parts): parts.flatMap(\.allTerms)
        case .difference(let a, let b), .quotient(let a, let b): a.allTerms + b.allTerms
        }
    }

    /// What it comes to.
    var value: Double { value { $0.value } }

    /// What it comes to with other values in place of the terms'.
    func value(_ of: (Term) -> Double) -> Double {
        switch self {
        case .term(let term): of(term)
        case .number(let value): value
        case .sum(let parts): parts.reduce(0) { $0 + $1.value(of) }
        case .product(let parts): parts.reduce(1) { $0 * $1.value(of) }
        case .difference(let a, let b): a.value(of) - b.value(of)
        case .quotient(let a, let b): a.value(of) / b.value(of)
        case .function(let function, let parts): function.value(parts.map { $0.value(of) })
        }
    }
}

extension Formula.Function {
    fileprivate func value(_ arguments: [Double]) -> Double {
        switch self {
        case .squareRoot: arguments[0].squareRoot()
        case .exponential: Exponential.value(arguments[0])
        case .maximum: arguments.max() ?? 0
        case .minimum: arguments.min() ?? 0
        case .ceiling: arguments[0].rounded(.up)
        }
    }
}

/// eˣ by its Taylor series, which is enough for a perplexity.
private enum Exponential {
    static func value(_ x: Double) -> Double {
        guard abs(x) > 0.5 else {
            return stride(from: 20.0, through: 1, by: -1).reduce(1.0) { 1 + x * $0 / $1 }
        }
        guard abs(x) < 800 else { return x < 0 ? 0 : .infinity }
        let half = value(x / 2)
        return half * half
    }
}
