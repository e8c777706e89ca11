package import Accounting
internal import Units

/// The line that a run says once, when its first steps are done.
package enum ForecastLine {
    /// - Parameters:
    ///   - constants: the forecast at both ends of the ranges of the constants.
    package static func text(_ forecast: RunForecast, constants: (low: Outlay, high: Outlay)?) -> String {
        let words =
            ForecastWords.time(forecast).joined(separator: " ") + " virtual, "
            + ForecastWords.energy(forecast).joined(separator: " ") + ", "
            + ForecastWords.emissions(forecast).joined(separator: " ")
        var text =
            "forecast after \(forecast.step)/\(forecast.plannedSteps), whole run: \(words) (5-95 % by the spread of steps)"
        if let constants {
            let energy = Scale.energy(ForecastWords.nanojoules(forecast.central.joules))
            let mass = Scale.emissions(ForecastWords.micrograms(forecast.central.grams))
            text +=
                "; by the constants \(energy.approximate(constants.low.joules * 1e9))-"
                + "\(energy.approximate(constants.high.joules * 1e9)) \(energy.unit), "
                + "\(mass.approximate(constants.low.grams * 1e6))-"
                + "\(mass.approximate(constants.high.grams * 1e6)) \(mass.unit)CO2e"
        }
        return text
    }
}
