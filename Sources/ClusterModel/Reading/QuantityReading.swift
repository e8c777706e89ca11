internal import Units

/// Quantities with units, and figures with their ranges.
extension MappingReader {
    /// A quantity with its unit, or `nil` after logging.
    func quantity<Value: Quantity>(
        _ value: YAMLValue, _ what: String, as type: Value.Type = Value.self, in range: ClosedRange<Value>
    ) -> Value? {
        guard let text = text(value, what) else { return nil }
        do {
            let quantity = try Value(parsing: text)
            guard range.contains(quantity) else {
                log.error(value.location, "\(what) is \(text), but must be " + Self.bounds(range))
                return nil
            }
            return quantity
        } catch {
            log.error(value.location, "\(what): \(error.description)")
            return nil
        }
    }

    private static func bounds<Value: Quantity>(_ range: ClosedRange<Value>) -> String {
        if let upper = range.upperBound as? Ratio, upper == .belowOne {
            return "at least \(range.lowerBound.formatted(decimals: 9)) and below 1"
        }
        if range.upperBound.count == .max {
            return range.lowerBound.count == 1 ? "positive" : "at least \(range.lowerBound.formatted(decimals: 9))"
        }
        if range.lowerBound.count == 1 { return "above 0 and at most \(range.upperBound.formatted(decimals: 9))" }
        return "from \(range.lowerBound.formatted(decimals: 9)) to \(range.upperBound.formatted(decimals: 9))"
    }

    /// The quantity under a key; the default where the key is absent.
    func quantity<Value: Quantity>(
        _ key: String, default fallback: Value? = nil, in range: ClosedRange<Value> = .positive
    ) -> Value? {
        guard let value = fallback == nil ? required(key, example: Value.example) : optional(key) else {
            return fallback
        }
        return quantity(value, name(of: key), in: range)
    }

    /// The figure under a key; the default where the key is absent.
    func estimate<Value: Quantity>(
        _ key: String, default fallback: Estimate<Value>? = nil, in range: ClosedRange<Value> = .positive
    ) -> Estimate<Value>? {
        guard let value = fallback == nil ? required(key, example: Value.example) : optional(key) else {
            return fallback
        }
        return estimate(value, name(of: key), in: range)
    }

    /// A figure: a quantity alone (then low = central = high), or `{ value, low, high, source, year, confidence }`.
    ///
    /// The built-in catalog must give all six; elsewhere only `value` is required, `low` and `high` come in pairs, the
    /// source is the file and the confidence `configured`.
    func estimate<Value: Quantity>(
        _ value: YAMLValue, _ what: String, in range: ClosedRange<Value> = .positive
    ) -> Estimate<Value>? {
        if case .scalar = value.content, !value.isBuiltIn {
            guard let central = quantity(value, what, in: range) else { return nil }
            let estimate = Estimate(
                name: what, low: central, central: central, high: central, source: Self.ownSource, year: 0,
                confidence: .configured)
            log.figures?.keep(CatalogFigure(estimate, written: value))
            return estimate
        }
        guard let figure = MappingReader(value, path: what, keys: Self.figureKeys, log: log) else { return nil }
        let central: Value? = figure.quantity("value", in: range)
        let needsRange = value.isBuiltIn || figure.optional("low") != nil || figure.optional("high") != nil
        let low = needsRange ? figure.quantity("low", in: range) : central
        let high = needsRange ? figure.quantity("high", in: range) : central
        guard let origin = figure.origin(), let central, let low, let high,
            figure.checkOrder(low: low, central: central, high: high)
        else { return nil }
        let estimate = Estimate(
            name: what, low: low, central: central, high: high, source: origin.source, year: origin.year,
            confidence: origin.confidence)
        log.figures?.keep(CatalogFigure(estimate, written: figure.optional("value") ?? value))
        return estimate
    }

    /// Whether low ≤ value ≤ high; what is not is logged at that end.
    private func checkOrder<Value: Quantity>(low: Value, central: Value, high: Value) -> Bool {
        var isOrdered = true
        func check(_ end: String, _ bound: Value, isWrong: Bool, _ relation: String, _ remedy: String) {
            guard isWrong else { return }
            isOrdered = false
            log.error(
                (optional(end) ?? value).location,
                "\(name(of: end)) is \(bound.formatted(decimals: 9)), \(relation) the value "
                    + central.formatted(decimals: 9),
                remedy: "low, value and high must not fall: \(remedy)")
        }
        check("low", low, isWrong: low > central, "above", "lower it, or raise the value")
        check("high", high, isWrong: central > high, "below", "raise it, or lower the value")
        return isOrdered
    }

    /// A figure without a range, such as a capacity; in the built-in catalog with its source and year.
    func nominal<Value: Quantity>(_ key: String) -> Value? {
        guard let value = required(key, example: Value.example) else { return nil }
        let plain = plainFigure(value)
        guard let figure = plain ?? MappingReader(value, path: name(of: key), keys: Self.nominalKeys, log: log) else {
            return nil
        }
        let written = plain == nil ? figure.required("value", example: Value.example) : value
        let what = plain == nil ? figure.name(of: "value") : name(of: key)
        let central: Value? = written.flatMap { quantity($0, what, in: .positive) }
        guard let origin = figure.origin(), let central, let written else { return nil }
        log.figures?.keep(CatalogFigure(central, name: name(of: key), origin: origin, written: written))
        return central
    }

    /// A count within bounds without a range, such as a switch's ports; in the built-in catalog with its source and year.
    func count(_ key: String, in range: ClosedRange<Int>, example: String) -> Int? {
        guard let value = required(key, example: example) else { return nil }
        let plain = plainFigure(value)
        guard let figure = plain ?? MappingReader(value, path: name(of: key), keys: Self.nominalKeys, log: log) else {
            return nil
        }
        let written = plain == nil ? figure.required("value", example: example) : value
        let what = plain == nil ? figure.name(of: "value") : name(of: key)
        let number = written.flatMap { integer($0, what, in: range) }
        guard let origin = figure.origin(), let number, let written else { return nil }
        log.figures?.keep(CatalogFigure(count: number, name: name(of: key), origin: origin, written: written))
        return number
    }

    /// A reader of nothing, for a figure that is a plain scalar, as only the user's own files may write it.
    private func plainFigure(_ value: YAMLValue) -> MappingReader? {
        guard case .scalar = value.content, !value.isBuiltIn else { return nil }
        let empty = YAMLValue(location: value.location, content: .mapping([]), isBuiltIn: false)
        return MappingReader(named: empty, path: path, log: log)
    }

    private static let figureKeys = ["value", "low", "high", "source", "year", "confidence"]
    private static let nominalKeys = ["value", "source", "year", "confidence"]
    private static let ownSource = "cluster file"

    /// Where a figure is from: all three in the built-in catalog, any in a file of the user's.
    func origin() -> FigureOrigin? {
        let isStrict = value.isBuiltIn
        let sourceValue = isStrict ? required("source", example: "title of the source") : optional("source")
        let source = sourceValue.map { title($0) } ?? (isStrict ? nil : Self.ownSource)
        let year = integer("year", default: isStrict ? nil : 0, in: 1990...2100, example: "2023")
        if isStrict && optional("confidence") == nil {
            _ = required("confidence", example: Confidence.assumption.rawValue)
            return nil
        }
        guard let confidence = choice("confidence", default: Confidence.configured), let source, let year else {
            return nil
        }
        if isStrict, let given = optional("confidence"), !Confidence.published.contains(confidence) {
            log.error(
                given.location,
                "\(name(of: "confidence")) is '\(confidence.rawValue)', which is for files of the user's",
                remedy: "use \(Confidence.published.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        return FigureOrigin(source: source, year: year, confidence: confidence)
    }

    /// The title of a source; `nil` after logging one that says nothing.
    private func title(_ value: YAMLValue) -> String? {
        guard let title = text(value, name(of: "source")) else { return nil }
        guard title.contains(where: { $0.isLetter }) else {
            log.error(
                value.location, "\(name(of: "source")) names nothing",
                remedy: "write the title of the source, such as \"NVIDIA A100 data sheet\"")
            return nil
        }
        return title
    }
}

/// Where a figure is from.
struct FigureOrigin: Sendable {
    let source: String
    let year: Int
    let confidence: Confidence
}

extension Confidence {
    /// What a figure of the built-in catalog may claim.
    static let published: [Self] = [.confirmed, .unconfirmed, .assumption]
}

extension ClosedRange where Bound: Quantity {
    /// All that is greater than nothing and not absurd.
    static var positive: Self { Bound(count: 1)...Limits.ceiling(of: Bound.self) }
    /// Nothing and up, as far as it is not absurd.
    static var nonNegative: Self { Bound(count: 0)...Limits.ceiling(of: Bound.self) }
}

extension Ratio {
    /// The largest share that is not the whole.
    static let belowOne = Ratio(count: scale - 1)
}

extension ClosedRange where Bound == Ratio {
    /// From nothing to all.
    static var share: Self { .zero ... .one }
}
