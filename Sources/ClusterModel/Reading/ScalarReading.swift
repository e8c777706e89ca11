/// Texts, numbers and choices.
extension MappingReader {
    /// What YAML 1.1 readers take for a boolean or nothing.
    private static let reserved: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"]

    /// The text of a scalar; `nil` after logging a list, a mapping, nothing, or a word that YAML misreads.
    func text(_ value: YAMLValue, _ what: String) -> String? {
        guard case .scalar(let text, let isPlain) = value.content else {
            log.error(value.location, "\(what) must be one value, but is \(value.kind)")
            return nil
        }
        if isPlain && text.isEmpty {
            log.error(value.location, "\(what) has no value", remedy: "write one after the colon, or drop the key")
            return nil
        }
        if isPlain && Self.reserved.contains(text.lowercased()) {
            log.error(
                value.location, "\(what): YAML reads \(text) without quotes as a boolean or null",
                remedy: "write \"\(text)\"")
            return nil
        }
        if isPlain && Self.isSexagesimal(text) {
            log.error(
                value.location, "\(what): YAML 1.1 reads \(text) without quotes as a number to the base 60",
                remedy: "write \"\(text)\"")
            return nil
        }
        return text
    }

    /// Whether a text without quotes is something else to a YAML 1.1 reader.
    static func isMisread(_ text: String) -> Bool { reserved.contains(text.lowercased()) || isSexagesimal(text) }

    private static func isSexagesimal(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 1 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }
    }

    /// A whole number within bounds; the default where the key is absent.
    func integer(_ key: String, default fallback: Int? = nil, in range: ClosedRange<Int>, example: String = "1") -> Int?
    {
        guard let value = fallback == nil ? required(key, example: example) : optional(key) else { return fallback }
        return integer(value, name(of: key), in: range)
    }

    /// A whole number within bounds, or `nil` after logging.
    func integer(_ value: YAMLValue, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(value, what) else { return nil }
        let isOctal = text.count > 1 && text.first == "0" && text.allSatisfy(\.isNumber)
        guard let number = Int(text), !isOctal else {
            log.error(
                value.location, "\(what) must be a whole number, but is '\(text)'",
                remedy: isOctal ? "drop the leading zero, which YAML 1.1 takes for octal" : "")
            return nil
        }
        guard range.contains(number) else {
            log.error(value.location, "\(what) is \(number), but must be " + Self.bounds(range))
            return nil
        }
        return number
    }

    private static func bounds(_ range: ClosedRange<Int>) -> String {
        range.upperBound == .max ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    }

    /// An unsigned 64-bit number; the default where the key is absent.
    func seed(_ key: String, default fallback: UInt64) -> UInt64? {
        guard let value = optional(key) else { return fallback }
        guard let text = text(value, name(of: key)) else { return nil }
        guard let number = UInt64(text) else {
            log.error(value.location, "\(name(of: key)) must be a whole number from 0 to 2^64 - 1, but is '\(text)'")
            return nil
        }
        return number
    }

    /// A decimal number within bounds; the default where the key is absent.
    func decimal(_ key: String, default fallback: Double, in range: ClosedRange<Double>) -> Double? {
        guard let value = optional(key) else { return fallback }
        guard let text = text(value, name(of: key)) else { return nil }
        let isDecimal = text.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
        guard isDecimal, let number = Double(text), number.isFinite else {
            log.error(value.location, "\(name(of: key)) must be a plain number, but is '\(text)'")
            return nil
        }
        guard range.contains(number) else {
            log.error(
                value.location,
                "\(name(of: key)) is \(text), but must be from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// A yes or no; the default where the key is absent. Here the words that YAML reads as booleans are what is meant.
    func flag(_ key: String, default fallback: Bool) -> Bool? {
        guard let value = optional(key) else { return fallback }
        if case .scalar(let text, _) = value.content {
            switch text.lowercased() {
            case "true", "on", "yes": return true
            case "false", "off", "no": return false
            default: break
            }
        }
        log.error(value.location, "\(name(of: key)) must be true or false (or on or off), but is \(value.kind)")
        return nil
    }

    /// One of an enumeration's raw values; the default where the key is absent.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, default fallback: Choice) -> Choice? {
        guard let value = optional(key) else { return fallback }
        guard let text = text(value, name(of: key)) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        log.error(
            value.location, "\(name(of: key)) cannot be '\(text)'",
            remedy: Spelling.remedy(for: text, among: Choice.allCases.map(\.rawValue)))
        return nil
    }

    /// What a name stands for in the catalog; `nil` after logging an unknown name.
    func lookUp<Model>(_ value: YAMLValue, _ what: String, in models: [String: Model], section: String) -> Model? {
        guard let name = text(value, what) else { return nil }
        if let model = models[name] { return model }
        if log.unreadable.contains("\(section).\(name)") { return nil }
        log.error(
            value.location, "\(what): the catalog has no '\(name)' under \(section)",
            remedy: Spelling.remedy(for: name, among: Array(models.keys)))
        return nil
    }
}
