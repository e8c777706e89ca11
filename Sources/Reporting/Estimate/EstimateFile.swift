internal import ClusterModel
package import Estimation
internal import Units

/// A survey of estimates as JSON, with the unit in the name of every key; `docs/estimate.md` explains them.
package enum EstimateFile {
    /// The file's text; equal surveys give equal bytes.
    package static func text(_ survey: EstimateSurvey) -> String {
        let question = survey.question
        return JSONValue.object([
            "format": .count(1),
            "hardware": .string(question.accelerator.name),
            "accelerators": .count(question.count),
            "hours": .number(question.hours.value),
            "utilization_share": .number(question.utilization.value),
            "region": .string(question.region.name),
            "intensity_gco2e_per_kwh": figure(question.region.intensity) { $0.gramsPerKilowattHour },
            "pue": figure(question.pue) { $0.value },
            "machine": machine(question),
            "methods": .array(survey.answers.map(answer)),
            "ringwatt": ours(survey.ours),
        ]).text
    }

    private static func figure<Value: Quantity>(_ estimate: Estimate<Value>, _ number: (Value) -> Double) -> JSONValue {
        .object([
            "value": .number(number(estimate.central)), "low": .number(number(estimate.low)),
            "high": .number(number(estimate.high)), "source": .string(estimate.source),
            "confidence": .string(estimate.confidence.rawValue),
        ])
    }

    private static func machine(_ question: EstimateQuestion) -> JSONValue {
        let machine = question.machine
        return .object([
            "nodes": .count(question.nodes),
            "accelerators_per_node": .count(machine.accelerators),
            "host": .string(machine.host.name),
            "cpu": .string(machine.cpu.name),
            "sockets_per_node": .count(machine.sockets),
            "memory_bytes_per_node": .integer(machine.memory.bytes),
            "memory_modules_per_node": .count(machine.modules),
            "nic": .string(machine.nic.name),
            "storage": .string(machine.storage.name),
            "storage_devices_per_node": .count(machine.drives),
            "assumed": .array(machine.assumed.map { .string($0) }),
        ])
    }

    private static func answer(_ answer: EstimateSurvey.Answer) -> JSONValue {
        guard case .success(let estimate) = answer.result else {
            guard case .failure(let error) = answer.result else { return .null }
            return .object(["method": .string(answer.method.rawValue), "no_answer": .string(error.description)])
        }
        return .object([
            "method": .string(answer.method.rawValue),
            "energy_kwh": .number(estimate.energyKilowattHours),
            "emissions_kgco2e": .number(estimate.kilograms),
            "energy_as_printed": .string(estimate.printedEnergy),
            "emissions_as_printed": .string(estimate.printedEmissions),
            "formula": .string(estimate.formula),
            "steps": .array(estimate.steps.map { .string($0) }),
            "rounding": .string(estimate.rounding),
            "parts": .array(estimate.parts.map(part)),
            "against_ringwatt": answer.comparison.map(comparison) ?? .null,
        ])
    }

    private static func part(_ share: PartShare) -> JSONValue {
        .object([
            "part": .string(share.part.rawValue), "emissions_kgco2e": .number(share.kilograms),
            "basis": share.basis.map { .string($0) } ?? .null,
        ])
    }

    private static func comparison(_ comparison: MethodComparison) -> JSONValue {
        .object([
            "difference_kgco2e": .number(comparison.kilograms),
            "difference_share": .number(comparison.share),
            "sentence": .string(EstimateDifference.sentence(comparison)),
            "terms": .array(
                comparison.terms.map { term in
                    .object([
                        "part": .string(term.part.rawValue), "difference_kgco2e": .number(term.kilograms),
                        "theirs": term.theirs.map { .string($0) } ?? .null,
                        "ours": term.ours.map { .string($0) } ?? .null,
                    ])
                }),
        ])
    }

    private static func ours(_ ours: RingwattEstimate) -> JSONValue {
        .object([
            "ranges": .string("exact corners"),
            "energy_nanojoules": range(ours.energy),
            "emissions_micrograms": range(ours.emissions),
            "embodied_micrograms": range(ours.embodied),
            "embodied_step": .string(ours.embodiedStep),
        ])
    }

    private static func range(_ range: RingwattEstimate.Range) -> JSONValue {
        .object(["low": .exact(range.low), "central": .exact(range.central), "high": .exact(range.high)])
    }
}
