internal import ClusterModel
internal import Units

/// Machine Learning Emissions Calculator: kg = TDP · hours / 1000 · intensity, each step rounded to two digits.
///
/// Source: `setDetails` in js/grayscale.js of github.com/mlco2/impact; Lacoste et al. 2019, arXiv:1910.09700. Its form has
/// no count: hours are those of all accelerators. Its utilisation is always 100 %, and it has no PUE. TDP and intensity are
/// our catalog's.
enum MLCO2 {
    static func estimate(_ question: EstimateQuestion) throws(EstimationError) -> MethodEstimate {
        let power = try question.ratedPower(for: .mlco2)
        // As its user would type them, without the error of a product.
        let hours = Double(Int128(question.count) * Int128(question.hours.count)) / Double(Ratio.scale)
        let grams = question.region.intensity.central.gramsPerKilowattHour
        let energy = DecimalRounding.twoDigits(power.watts * hours / 1000)
        let intensity = DecimalRounding.twoDigits(grams / 1000)
        let kilograms = DecimalRounding.twoDigits(energy * intensity)
        let text = DecimalRounding.shortest
        return MethodEstimate(
            method: .mlco2,
            formula: "kg = 2dp(2dp(TDP x n x h / 1000) x 2dp(intensity / 1000))",
            steps: [
                "\(text(power.watts)) W x \(question.count) x \(text(question.hours.value)) h / 1000 = \(text(energy)) kWh",
                "\(text(energy)) kWh x \(text(intensity)) kg/kWh = \(text(kilograms)) kg",
            ],
            rounding: "energy, intensity in kg/kWh and result to two digits, as JavaScript's toFixed(2)",
            energyKilowattHours: energy, kilograms: kilograms, printedEnergy: text(energy) + " kWh",
            printedEmissions: text(kilograms) + " kg",
            counted: [
                PartShare(
                    .accelerator, kilograms: power.watts * hours / 1000 * grams / 1000,
                    basis: "TDP \(power.formatted())")
            ],
            rounded: "intensity \(text(intensity)) for \(text(grams / 1000)) kg/kWh and two digits")
    }
}
