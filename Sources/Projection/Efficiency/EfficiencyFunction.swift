package import ClusterModel
internal import Foundation
package import Units

/// One function for the hardware utilisation (HFU) of every accelerator, fitted to measured throughputs:
///
///     ln HFU = a + b·[it is a TPU] + c·[attention is fused]
///
/// Recomputed activations are hardware FLOPs, so MFU = HFU · model FLOPs / hardware FLOPs (`TrainingWork`). The form is the
/// one that a rule picks which was written down before the fit: the least spread on studies that are left out, and of
/// the forms within 5 % of it the one with the fewest coefficients. No emissions enter the fit or the choice;
/// `docs/projection.md` has what it was chosen from, and a test repeats the choice.
package struct EfficiencyFunction: Hashable, Sendable {
    /// a, b and c.
    package let coefficients: [Double]
    /// Root mean square of ln(fitted / measured) where each study is left out of its own fit.
    package let spread: Double

    /// Fitted to the embedded throughputs.
    package static let builtIn: EfficiencyFunction = {
        guard let function = EfficiencyFunction(fittedTo: Throughputs.builtIn.all) else {
            preconditionFailure("the embedded throughputs determine no function")
        }
        return function
    }()

    /// `nil` if the throughputs do not determine it.
    package init?(fittedTo throughputs: [Throughput]) {
        let fit = StudyFit(throughputs) { Self.terms(isTPU: $0.family.isTPU, fusedAttention: $0.fusedAttention) }
        guard let fit else { return nil }
        (coefficients, spread) = (fit.coefficients, fit.spread)
    }

    /// Hardware FLOPs a second as a share of the peak.
    package func hfu(isTPU: Bool, fusedAttention: Bool) -> Double {
        let terms = Self.terms(isTPU: isTPU, fusedAttention: fusedAttention)
        return min(1, exp(zip(coefficients, terms).reduce(0) { $0 + $1.0 * $1.1 }))
    }

    /// The model utilisation as a figure, whose range is twice the spread either way.
    package func estimate(
        work: TrainingWork, accelerator: AcceleratorModel, recomputation: Recomputation, fusedAttention: Bool
    ) -> Estimate<Ratio> {
        // The catalog names all its TPUs so.
        let hfu = hfu(isTPU: accelerator.name.hasPrefix("tpu-"), fusedAttention: fusedAttention)
        let central = hfu / work.hardwareRatio(recomputation)
        let factor = exp(2 * spread)
        let ratio = { (share: Double) in
            Ratio(count: min(Ratio.scale, max(1, Int64((share * Double(Ratio.scale)).rounded()))))
        }
        return Estimate(
            name: "mfu", low: ratio(central / factor), central: ratio(central), high: ratio(central * factor),
            source: "efficiency function, fitted to published throughputs (recomputation: \(recomputation.rawValue), "
                + "attention \(fusedAttention ? "fused" : "written out"))",
            year: 2026, confidence: .assumption)
    }

    private static func terms(isTPU: Bool, fusedAttention: Bool) -> [Double] {
        [1, isTPU ? 1 : 0, fusedAttention ? 1 : 0]
    }
}
