internal import Accounting
internal import Units

/// A forecast's figures with their intervals.
enum ForecastWords {
    static func time(_ forecast: RunForecast) -> [String] {
        [
            duration(forecast.central.seconds),
            ClusterSection.brackets(duration(forecast.low.seconds), duration(forecast.high.seconds)),
        ]
    }

    static func energy(_ forecast: RunForecast) -> [String] {
        figure(
            nanojoules(forecast.central.joules), Scale.energy, "", forecast.low.joules * 1e9, forecast.high.joules * 1e9
        )
    }

    static func emissions(_ forecast: RunForecast) -> [String] {
        figure(
            micrograms(forecast.central.grams), Scale.emissions, "CO2e", forecast.low.grams * 1e6,
            forecast.high.grams * 1e6)
    }

    private static func figure(
        _ central: Int128, _ scale: (Int128) -> Scale, _ of: String, _ low: Double, _ high: Double
    ) -> [String] {
        let scale = scale(central)
        let number = { (value: Double) in scale.number(Int128(value.rounded())) }
        return [scale.string(central) + of, ClusterSection.brackets(number(low), number(high))]
    }

    static func duration(_ seconds: Double) -> String {
        Figures.duration(VirtualDuration(attoseconds: Int128((seconds * 1e18).rounded())))
    }

    static func nanojoules(_ joules: Double) -> Int128 { Int128((joules * 1e9).rounded()) }
    static func micrograms(_ grams: Double) -> Int128 { Int128((grams * 1e6).rounded()) }
}
