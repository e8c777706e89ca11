internal import Estimation
internal import Units

/// Why a method's answer differs from ours, in one sentence that names the terms and their size.
enum EstimateDifference {
    /// Such as `17.0 kg (11.0 %) below ours: no host base (-47.3 kg), ...`. The sizes add up to the difference as printed.
    static func sentence(_ comparison: MethodComparison) -> String {
        guard !comparison.terms.isEmpty else { return "the same as ours" }
        let exact = comparison.terms.map { micrograms($0.kilograms) }
        let whole = exact.reduce(0, +)
        let scale = Scale.emissions(exact.reduce(whole.magnitudeValue) { max($0, $1.magnitudeValue) })
        let quanta = ControlledRounding.parts(exact, quantum: scale.quantum, whole: scale.quanta(whole))
        let terms = zip(comparison.terms, zip(quanta, exact)).map { term, size in
            "\(words(term)) (\(signed(scale, quanta: size.0, exact: size.1)))"
        }
        let size = scale.text(quanta: scale.quanta(whole.magnitudeValue)) + " " + scale.unit
        let side =
            whole == 0
            ? "as much as ours" : "\(size) (\(percent(comparison.share))) \(whole < 0 ? "below" : "above") ours"
        return side + ": " + terms.joined(separator: ", ")
    }

    /// Of ours, without a sign; `-` where ours is nothing.
    private static func percent(_ share: Double) -> String {
        share.isFinite ? Figures.percent(abs(share)) : "-"
    }

    private static func micrograms(_ kilograms: Double) -> Int128 { Int128((kilograms * 1e9).rounded()) }

    private static func signed(_ scale: Scale, quanta: Int128, exact: Int128) -> String {
        let text = scale.part(quanta: quanta, exact: exact, by: Scale.emissions)
        let hasUnit = text.contains(" ")
        return (text.hasPrefix("-") ? "" : "+") + text + (hasUnit ? "" : " " + scale.unit)
    }

    /// What differs, and how.
    private static func words(_ term: MethodComparison.Term) -> String {
        let name = name(term.part)
        switch (term.theirs, term.ours) {
        case (nil, _): return "no \(term.part == .facility ? "PUE" : name)"
        case (let theirs?, nil): return "\(name): \(theirs)"
        case (let theirs?, let ours?) where theirs == ours:
            return "\(theirs) on \(term.kilograms < 0 ? "less" : "more")"
        case (let theirs?, let ours?): return "\(name) \(theirs) instead of \(ours)"
        }
    }

    static func name(_ part: EstimatedPart) -> String {
        switch part {
        case .accelerator: "accelerators"
        case .cpu: "CPUs"
        case .memory: "memory"
        case .hostBase: "host base"
        case .nic: "NICs"
        case .storage: "storage"
        case .facility: "facility"
        case .rounding: "rounding"
        }
    }
}

extension Int128 {
    fileprivate var magnitudeValue: Int128 { self < 0 ? -self : self }
}
