internal import ClusterModel
internal import Units

/// The carbon intensity of the electricity of a place: one site's, or a mix of several, at any time.
struct GridElectricity: Sendable {
    private struct Part {
        let weight: Int128
        /// The constant under the values in force, and its central value: their ratio scales the series.
        let value: CarbonIntensity
        let central: CarbonIntensity
        let series: IntensitySeries?
    }

    private let parts: [Part]
    private let start: UTCTime
    /// The mean, where it changes with time.
    let mean: CarbonIntensity

    /// - Parameters:
    ///   - sites: with what each contributes.
    ///   - start: of the job.
    init(_ sites: [(site: Site, weight: Int128)], start: UTCTime, constants: some ConstantValues) {
        parts = sites.map { site, weight in
            Part(
                weight: weight, value: constants.value(of: site.intensity), central: site.intensity.central,
                series: site.series)
        }
        self.start = start
        mean = Self.mixed(parts.map { ($0.value, $0.weight) })
    }

    /// Over a stretch of the job's time, weighted by time.
    func intensity(from: VirtualInstant, to: VirtualInstant) -> CarbonIntensity {
        guard parts.contains(where: { $0.series != nil }) else { return mean }
        return Self.mixed(
            parts.map { part in
                guard let series = part.series else { return (part.value, part.weight) }
                let mean = series.mean(after: start, from: from.attoseconds, to: to.attoseconds)
                guard part.value != part.central else { return (mean, part.weight) }
                let scaled = Exact.multiplyDivide(
                    Int128(mean.count), Int128(part.value.count), by: Int128(max(1, part.central.count)))
                return (CarbonIntensity(count: Int64(scaled)), part.weight)
            })
    }

    private static func mixed(_ parts: [(intensity: CarbonIntensity, weight: Int128)]) -> CarbonIntensity {
        guard parts.count != 1 else { return parts[0].intensity }
        let sum = parts.reduce(Int128(0)) { $0 + Int128($1.intensity.count) * $1.weight }
        return CarbonIntensity(count: Int64(Exact.divide(sum, by: max(1, parts.reduce(0) { $0 + $1.weight }))))
    }
}
