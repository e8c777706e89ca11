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
            return Estimate(
                name: what, low: central, central: central, high: central, source: Self.ownSource, year: 0,
                confidence: .configured)
        }
        guard let figure = MappingReader(value, path: what, keys: Self.figureKeys, log: log) else { return nil }
        let central: Value? = figure.quantity("value", in: range)
        let needsRange = value.isBuiltIn || figure.optional("low") != nil || figure.optional("high") != nil
        let low = needsRange ? figure.quantity("low", in: range) : central
        let high = needsRange ? figure.quantity("high", in: range) : central
        guard let origin = figure.origin(), let central, let low, let high else { return nil }
        guard low <= central && central <= high else {
            log.error(
                value.location, "\(what): low, value and high are not in order",
                remedy:
                    "they must not fall: low \(low.formatted(decimals: 9)), value \(central.formatted(decimals: 9)), "
                    + "high \(high.formatted(decimals: 9))")
            return nil
        }
        return Estimate(
            name: what, low: low, central: central, high: high, source: origin.source, year: origin.year,
            confidence: origin.confidence)
    }

    /// A figure without a range, such as a capacity; in the built-in catalog with its source and year.
    func nominal<Value: Quantity>(_ key: String) -> Value? {
        guard let value = required(key, example: Value.example) else { return nil }
        if case .scalar = value.content, !value.isBuiltIn { return quantity(value, name(of: key), in: .positive) }
        let keys = ["value", "source", "year", "confidence"]
        guard let figure = MappingReader(value, path: name(of: key), keys: keys, log: log) else { return nil }
        let quantity: Value? = figure.quantity("value")
        return figure.origin() == nil ? nil : quantity
    }

    private static let figureKeys = ["value", "low", "high", "source", "year", "confidence"]
    private static let ownSource = "cluster file"

    /// Where a figure is from.
    private func origin() -> (source: String, year: Int, confidence: Confidence)? {
        let isStrict = value.isBuiltIn
        let sourceValue = isStrict ? required("source", example: "title of the source") : optional("source")
        let source = sourceValue.map { text($0, name(of: "source")) } ?? (isStrict ? nil : Self.ownSource)
        let year = integer("year", default: isStrict ? nil : 0, in: 1990...2100, example: "2023")
        if isStrict && optional("confidence") == nil {
            _ = required("confidence", example: Confidence.assumption.rawValue)
            return nil
        }
        guard let confidence = choice("confidence", default: Confidence.configured), let source, let year else {
            return nil
        }
        return (source, year, confidence)
    }
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
