/// A fitted value with what the data leave open.
struct FittedValue: Hashable {
    let value: Double
    /// Of the fit, in the value's unit.
    let standardError: Double
    /// Measurements less fitted values, at least 1.
    let degreesOfFreedom: Int

    /// Half the width of the interval that holds the value with 95 %.
    var halfWidth: Double { StudentT.quantile975(degreesOfFreedom) * standardError }
}

/// Student's t distribution.
enum StudentT {
    private static let table = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ]

    /// What 97.5 % of draws stay below: within ± this lie 95 %. Beyond 30 degrees of freedom by the first terms of its
    /// expansion, z + (z³ + z)/4ν.
    static func quantile975(_ degreesOfFreedom: Int) -> Double {
        precondition(degreesOfFreedom >= 1, "no degree of freedom")
        if degreesOfFreedom <= table.count { return table[degreesOfFreedom - 1] }
        let z = 1.959964
        return z + (z * z * z + z) / (4 * Double(degreesOfFreedom))
    }
}
