/// The unit that the key of a value in a file of ours ends with: `power_watts`.
package struct KeyUnit: Hashable, Sendable {
    /// As it stands in keys; empty where there is no unit.
    package let name: String
    /// Small units of the quantity in one of it.
    package let scale: Int64

    package init(_ name: String, _ scale: Int64) {
        self.name = name
        self.scale = scale
    }
}

extension Power { package static let keyUnit = KeyUnit("watts", 1_000_000) }
extension Energy { package static let keyUnit = KeyUnit("joules", 1_000_000_000) }
extension EnergyAllowance { package static let keyUnit = KeyUnit("joules", 1000) }
extension ByteCount { package static let keyUnit = KeyUnit("bytes", 1) }
extension Bandwidth { package static let keyUnit = KeyUnit("bits_per_second", 1) }
extension TimeSpan { package static let keyUnit = KeyUnit("seconds", 1_000_000_000_000) }
extension Lifetime { package static let keyUnit = KeyUnit("hours", 1) }
extension FLOPRate { package static let keyUnit = KeyUnit("flop_per_second", 1) }
extension Ratio { package static let keyUnit = KeyUnit("", scale) }
extension CarbonIntensity { package static let keyUnit = KeyUnit("gco2e_per_kwh", 1_000_000) }
extension CarbonMass { package static let keyUnit = KeyUnit("gco2e", 1_000_000) }
extension WaterUse { package static let keyUnit = KeyUnit("litres_per_kwh", 1_000_000) }
