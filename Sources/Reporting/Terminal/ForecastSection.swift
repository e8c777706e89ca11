internal import Accounting
internal import Units

/// What was foretold after the first steps and how wrong it was, and what other numbers of tokens would take.
enum ForecastSection {
    /// Writes nothing of a run that is too short for either.
    static func write(_ report: RunReport, to page: inout Page) {
        let analysis = report.analysis
        if let forecast = analysis.forecast {
            page.field(
                "FORECAST",
                "after step \(forecast.step) of \(Figures.grouped(forecast.plannedSteps)), of the whole run "
                    + "[5-95 % by the spread of its steps, constants as they are]")
            let error = analysis.forecastError
            page.items("  time", ForecastWords.time(forecast) + came(error?.seconds))
            page.items("  energy", ForecastWords.energy(forecast) + came(error?.joules))
            page.items("  emissions", ForecastWords.emissions(forecast) + came(error?.grams))
        }
        for (index, size) in analysis.tokenOutlays.enumerated() {
            if index == 0 { page.field("AT THE STEADY STEP", "evaluations not included") }
            page.items("  \(Figures.count(size.tokens)) tokens", words(size))
        }
    }

    private static func came(_ error: Double?) -> [String] {
        error.map { ["(off by \($0 < 0 ? "" : "+")\(Figures.percent($0, places: 2)))"] } ?? []
    }

    private static func words(_ size: TokenOutlay) -> [String] {
        let energy = ForecastWords.nanojoules(size.outlay.joules)
        let mass = ForecastWords.micrograms(size.outlay.grams)
        let embodied = ForecastWords.micrograms(size.embodiedGrams)
        return [
            "\(ForecastWords.duration(size.outlay.seconds)),", "\(Scale.energy(energy).string(energy)),",
            "\(Scale.emissions(mass).string(mass))CO2e", "+ embodied \(Scale.emissions(embodied).string(embodied))",
        ] + (size.isOptimal ? ["(\(TokenOutlay.optimalTokensPerParameter) tokens a parameter)"] : [])
    }
}
