internal import ClusterModel
package import Projection
internal import Units

/// A projected run as JSON, with the unit in the name of every key.
package enum ProjectionFile {
    /// The file's text; equal runs give equal bytes.
    package static func text(
        _ run: ProjectedRun, steps: Int?, plan: ParallelPlan?, volumes: ParallelVolumes?
    ) -> String {
        var object: [String: JSONValue] = [
            "format": .count(1),
            "parameters": .count(run.work.parameters),
            "active_parameters": .count(run.work.activeParameters),
            "tokens": .count(run.work.tokens),
            "training_flops": .exact(run.work.flops.count),
            "attention_flops": .exact(run.work.attentionFLOPs.count),
            "accelerators": .count(run.accelerators),
            "hardware": .string(run.hardware),
            "mfu": .number(run.mfu.central.value),
            "mfu_low": .number(run.mfu.low.value),
            "mfu_high": .number(run.mfu.high.value),
            "mfu_source": .string(run.mfu.source),
            "steps": steps.map { .count($0) } ?? .null,
            "compute_seconds": .number(run.time.central.computing.seconds),
            "wait_seconds": .number(run.time.central.waiting.seconds),
            "accelerator_hours": .number(run.acceleratorHours),
            "equipment_energy_joules": .number(Double(run.equipmentEnergy.central) * 1e-9),
            "sites": .array(
                run.sites.map {
                    .object([
                        "name": .string($0.name), "pue": .number($0.pue.central.value),
                        "intensity_gco2e_per_kwh": .number($0.intensity.central.gramsPerKilowattHour),
                    ])
                }),
            "sent_per_accelerator_and_step": volumes.flatMap { volumes in plan.map { sent($0, volumes) } } ?? .null,
        ]
        for (end, time) in [("", run.time.central), ("_low", run.time.low), ("_high", run.time.high)] {
            object["time\(end)_seconds"] = .number(time.total.seconds)
        }
        let figures = [
            ("energy", "joules", run.energy, 1e-9), ("emissions", "gco2e", run.emissions, 1e-6),
            ("embodied", "gco2e", run.embodied, 1e-6),
        ]
        for (name, unit, corners, scale) in figures {
            for (end, value) in [("", corners.central), ("_low", corners.low), ("_high", corners.high)] {
                object["\(name)\(end)_\(unit)"] = .number(Double(value) * scale)
            }
        }
        return JSONValue.object(object).text
    }

    private static func sent(_ plan: ParallelPlan, _ volumes: ParallelVolumes) -> JSONValue {
        .object([
            "tensor_parallel": .count(plan.tensor),
            "pipeline_parallel": .count(plan.pipeline),
            "data_parallel": .count(plan.data),
            "micro_batch_sequences": .count(plan.microBatch),
            "micro_batches": .count(plan.microBatches),
            "data_parallel_bytes": .exact(volumes.data),
            "tensor_parallel_bytes": volumes.tensor.map { .exact($0) } ?? .null,
            "pipeline_parallel_bytes": volumes.pipeline.map { .exact($0) } ?? .null,
        ])
    }
}
