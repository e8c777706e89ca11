/// What one method makes of a question.
package struct MethodEstimate: Sendable, Hashable {
    package let method: EstimationMethod
    /// With symbols.
    package let formula: String
    /// With the numbers put in, a step a line.
    package let steps: [String]
    /// What the method rounds, and how.
    package let rounding: String
    package let energyKilowattHours: Double
    /// Operational emissions as the method leaves them; to be compared.
    package let kilograms: Double
    /// As the method prints them.
    package let printedEnergy: String
    package let printedEmissions: String
    /// One for each of `EstimatedPart`, in its order.
    package let parts: [PartShare]

    /// The emissions of one part, and how it is counted.
    package subscript(part: EstimatedPart) -> PartShare { parts.first { $0.part == part }! }

    /// - Parameters:
    ///   - counted: what the method counts; all other parts are nothing.
    ///   - rounded: why it rounds on the way; what the counted parts leave of the whole is then a part of its own.
    init(
        method: EstimationMethod, formula: String, steps: [String], rounding: String, energyKilowattHours: Double,
        kilograms: Double, printedEnergy: String, printedEmissions: String, counted: [PartShare],
        rounded: String? = nil
    ) {
        self.method = method
        self.formula = formula
        self.steps = steps
        self.rounding = rounding
        self.energyKilowattHours = energyKilowattHours
        self.kilograms = kilograms
        self.printedEnergy = printedEnergy
        self.printedEmissions = printedEmissions
        let rest = kilograms - counted.reduce(0) { $0 + $1.kilograms }
        parts = EstimatedPart.allCases.map { part in
            if part == .rounding { return PartShare(part, kilograms: rounded == nil ? 0 : rest, basis: rounded) }
            return counted.first { $0.part == part } ?? PartShare(part, kilograms: 0, basis: nil)
        }
    }
}
