import Accounting
import ArgumentParser
import ClusterModel
import Emulation
import Reporting
import Units

/// The options that end a run before the emulated cluster has drawn or emitted too much.
struct BudgetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "End the run, with a checkpoint and an evaluation, before the emulated cluster emits more than this, such as "
                + "50g or 1.5 kg (operational, facility included).",
            valueName: "mass"))
    var maxCarbon: String?

    @Option(
        help: ArgumentHelp(
            "The same for the energy that it draws, such as 800Wh or 1 kWh (facility included).", valueName: "energy"))
    var maxEnergy: String?

    /// Reads the options; an amount that cannot be read, or is not positive, is a usage error.
    func budget() throws -> Budget? {
        let emissions: CarbonMass? = try maxCarbon.map { try Self.amount($0, of: "--max-carbon") }
        let energy: EnergyAllowance? = try maxEnergy.map { try Self.amount($0, of: "--max-energy") }
        return emissions == nil && energy == nil ? nil : Budget(emissions: emissions, energy: energy)
    }

    private static func amount<Amount: Quantity>(_ text: String, of option: String) throws -> Amount {
        let amount: Amount
        do { amount = try Amount(parsing: text) } catch { throw ValidationError("\(option): \(error)") }
        guard amount > .zero else {
            throw ValidationError("\(option) \(text): use an amount above zero, like \(Amount.example)")
        }
        return amount
    }

    /// Refuses a budget that does not cover a single step.
    ///
    /// - Throws: exit code 65 after saying what the least is.
    static func check(_ budget: Budget?, cluster: Cluster, virtualRanks: Int) throws {
        guard let budget else { return }
        let least = RunAccount.leastTotal(
            job: EmulatedJob(cluster: cluster, virtualRanks: virtualRanks),
            plannedSteps: cluster.workload.trained.steps)
        guard let limit = budget.limit(exceededBy: least) else { return }
        Terminal.complain(BudgetWords.refusal(limit, budget: budget, least: least))
        throw ExitCode(65)
    }
}
