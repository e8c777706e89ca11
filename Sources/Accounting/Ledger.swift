internal import Units

/// Why an account was not booked.
package struct LedgerRefusal: Error, CustomStringConvertible, Sendable, Hashable {
    package let description: String
}

/// Sums of entries, by what they were booked for. Never recomputed from anything else.
package struct LedgerTotal: Sendable, Hashable {
    /// Nanojoules.
    package var energy: Int128 = 0
    /// Micrograms of CO2-equivalent.
    package var emissions: Int128 = 0

    package static func += (total: inout Self, entry: LedgerEntry) {
        total.energy += Int128(entry.energy.count)
        total.emissions += Int128(entry.emissions.count)
    }

    package static func + (a: Self, b: Self) -> Self {
        Self(energy: a.energy + b.energy, emissions: a.emissions + b.emissions)
    }

    package init(energy: Int128 = 0, emissions: Int128 = 0) {
        self.energy = energy
        self.emissions = emissions
    }

    package var kilowattHours: Double { Double(energy) / 3.6e15 }
    package var grams: Double { Double(emissions) / 1e6 }
}

/// The exact, idempotent account of a run.
///
/// An entry is keyed by run, generation, rank, step, phase and its position in the step's account, which is booked as a
/// whole; a step's account that comes twice is booked once, one that contradicts what is booked is refused
/// and changes nothing.
package struct Ledger: Sendable {
    package let run: UInt64
    package let generation: UInt32
    /// False for accounts that nobody reports twice: only their sums are kept.
    private let keepsEntries: Bool
    private var accounts: [AccountKey: [LedgerEntry]] = [:]
    private var totals: [Category: LedgerTotal] = [:]

    private struct AccountKey: Hashable {
        let rank: Int
        let step: Int
    }

    private struct Category: Hashable {
        let component: Component
        let serving: Component
        let phase: Phase
        let cause: Cause
        let rank: Int
    }

    package init(run: UInt64, generation: UInt32, keepsEntries: Bool = true) {
        self.run = run
        self.generation = generation
        self.keepsEntries = keepsEntries
    }

    /// Number of entries booked.
    package private(set) var entryCount = 0

    /// Books one rank's step.
    ///
    /// - Returns: false if exactly this account was already booked.
    /// - Throws: `LedgerRefusal` if it contradicts what is booked under the same key; nothing is booked then.
    @discardableResult
    package mutating func book(_ account: StepAccount) throws(LedgerRefusal) -> Bool {
        guard keepsEntries else {
            sum(account)
            return true
        }
        let accountKey = AccountKey(rank: account.rank, step: account.step)
        if let booked = accounts[accountKey] {
            guard booked == account.entries else {
                throw LedgerRefusal(
                    description: "rank \(account.rank) booked step \(account.step) twice, with different entries")
            }
            return false
        }
        accounts[accountKey] = account.entries
        sum(account)
        return true
    }

    private mutating func sum(_ account: StepAccount) {
        entryCount += account.entries.count
        for entry in account.entries {
            let category = Category(
                component: entry.component, serving: entry.serving, phase: entry.phase, cause: entry.cause,
                rank: account.rank)
            totals[category, default: LedgerTotal()] += entry
        }
    }

    /// The sum of all entries that `include` accepts; sums are exact, so the order does not matter.
    package func total(
        where include: (_ component: Component, _ serving: Component, _ phase: Phase, _ cause: Cause) -> Bool = {
            _, _, _, _ in true
        }
    ) -> LedgerTotal {
        totals.reduce(LedgerTotal()) { sum, item in
            let key = item.key
            return include(key.component, key.serving, key.phase, key.cause) ? sum + item.value : sum
        }
    }

    /// What a rank booked for a step, in order; empty for a ledger that keeps no entries.
    package func entries(rank: Int, step: Int) -> [LedgerEntry] {
        accounts[AccountKey(rank: rank, step: step)] ?? []
    }

    /// What entries are summed by, over all ranks.
    package struct Booking: Hashable, Sendable {
        package let component: Component
        package let serving: Component
        package let phase: Phase
        package let cause: Cause

        package init(component: Component, serving: Component, phase: Phase, cause: Cause) {
            self.component = component
            self.serving = serving
            self.phase = phase
            self.cause = cause
        }
    }

    /// The sums over all ranks, in one pass.
    package var bookings: [Booking: LedgerTotal] {
        totals.reduce(into: [:]) { sums, item in
            let key = item.key
            let booking = Booking(
                component: key.component, serving: key.serving, phase: key.phase, cause: key.cause)
            sums[booking, default: LedgerTotal()] = sums[booking, default: LedgerTotal()] + item.value
        }
    }

    /// The sums by rank and component, and by what the component serves; no two are of the same.
    var parts: [(part: (rank: Int, component: Component, serving: Component), sum: LedgerTotal)] {
        totals.map { ((rank: $0.key.rank, component: $0.key.component, serving: $0.key.serving), $0.value) }
    }

    /// The sum of all entries of one rank.
    package func total(rank: Int) -> LedgerTotal {
        totals.reduce(LedgerTotal()) { $1.key.rank == rank ? $0 + $1.value : $0 }
    }
}
