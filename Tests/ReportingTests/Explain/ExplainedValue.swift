import Foundation
import Reporting

/// An explanation as its JSON tells it.
struct ExplainedValue {
    let name: String
    let value: Double?
    let withNumbers: String?
    let inputs: [(name: String, value: Double)]
    /// How far roundings of entries may set formula and value apart.
    let tolerance: Double

    static func all(_ explanations: Explanations) throws -> [ExplainedValue] {
        let object = try JSONSerialization.jsonObject(with: Data(ExplanationFile.text(explanations).utf8))
        let list = (object as? [String: Any])?["explanations"] as? [[String: Any]] ?? []
        return list.map(ExplainedValue.init)
    }

    private init(_ object: [String: Any]) {
        name = object["name"] as? String ?? ""
        value = Self.number("value", in: object)
        withNumbers = object["with_numbers"] as? String
        inputs = (object["inputs"] as? [[String: Any]] ?? []).map {
            ($0["name"] as? String ?? "", Self.number("value", in: $0) ?? .nan)
        }
        let entries = (object["rounded_entries"] as? NSNumber)?.doubleValue ?? 0
        // Half a unit each; of many, errors cancel but for about their root.
        tolerance = (Self.number("rounded_to", in: object) ?? 0) * (entries < 20 ? entries : 3 * entries.squareRoot())
    }

    /// The member whose key is this name and a unit.
    private static func number(_ name: String, in object: [String: Any]) -> Double? {
        object.first { ($0.key == name || $0.key.hasPrefix(name + "_")) && $0.value is NSNumber }
            .flatMap { $0.value as? NSNumber }?.doubleValue
    }
}
