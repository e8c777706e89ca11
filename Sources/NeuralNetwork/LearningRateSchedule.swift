internal import Tensors

/// Linear warm-up, then a cosine to a floor: the learning rate as a function of the step.
package struct LearningRateSchedule: Codable, Equatable, Sendable {
    /// The highest rate, reached at the end of the warm-up.
    package var peak: Double
    /// The rate from `totalSteps` on.
    package var floor: Double
    /// Steps of the warm-up; 0 for none.
    package var warmUpSteps: Int
    /// Steps until the floor.
    package var totalSteps: Int

    package init(peak: Double, floor: Double, warmUpSteps: Int, totalSteps: Int) {
        self.peak = peak
        self.floor = floor
        self.warmUpSteps = warmUpSteps
        self.totalSteps = totalSteps
    }

    /// The rate of a step, counted from 0: peak·(step + 1)/warmUpSteps during the warm-up, then
    /// floor + ½(peak − floor)(1 + cos(π·progress)), the floor behind `totalSteps`. No libm on the path.
    package func rate(at step: Int) -> Float {
        if step < warmUpSteps { return Float(peak * Double(step + 1) / Double(warmUpSteps)) }
        guard step < totalSteps else { return Float(floor) }
        let progress = Double(step - warmUpSteps) / Double(totalSteps - warmUpSteps)
        return Float(floor + 0.5 * (peak - floor) * (1 + cosineOfTurns(progress / 2)))
    }
}
