package import Accounting
internal import ClusterModel
internal import Emulation

/// What the network between nodes costs, said in two ways; exact sums of ledger entries, facility included.
package struct NetworkOverhead: Sendable {
    /// Node power during the waits that the network causes, by cause.
    package let stalls: [(cause: Cause, total: LedgerTotal)]
    /// NICs, switches and optics, whatever they carry.
    package let standing: LedgerTotal
    /// What the bytes draw in them.
    package let transfers: LedgerTotal
    /// Actual minus ideal network.
    package let againstIdeal: LedgerTotal
    /// How much more the storage stalls cost on the actual network than on the ideal one: the one interaction, as input
    /// is read while a rank waits for the network.
    package let storageInteraction: LedgerTotal

    /// What a grid that changes with time adds: the actual run is at other hours than the ideal one. Zero where no site has
    /// hours; with them the roundings of emissions are in it too.
    package let hourly: LedgerTotal
    /// What remains between the two statements: roundings of entries.
    package let rounding: LedgerTotal

    /// Reads both ledgers of an account.
    package init(account: RunAccount) {
        let sum = { (ledger: Ledger, wanted: Cause) in ledger.total { _, _, _, cause in cause == wanted } }
        let minus = { (a: LedgerTotal, b: LedgerTotal) in
            LedgerTotal(energy: a.energy - b.energy, emissions: a.emissions - b.emissions)
        }
        stalls = Cause.allCases.filter(\.isNetworkWait).map { ($0, sum(account.ledger, $0)) }
        standing = sum(account.ledger, .standing)
        transfers = sum(account.ledger, .transfer)
        againstIdeal = minus(account.ledger.total(), account.idealLedger.total())
        storageInteraction = minus(sum(account.ledger, .storageStall), sum(account.idealLedger, .storageStall))
        let attributed = stalls.reduce(standing + transfers) { $0 + $1.total }
        let rest = minus(minus(againstIdeal, attributed), storageInteraction)
        let hasHours = account.job.cluster.sites.contains { $0.series != nil }
        hourly = LedgerTotal(emissions: hasHours ? rest.emissions : 0)
        rounding = minus(rest, hourly)
    }

    /// Stalls, standing power and transfers.
    package var attributed: LedgerTotal { stalls.reduce(standing + transfers) { $0 + $1.total } }
}
