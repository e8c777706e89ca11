/// What a run has drawn on the machines that ran the emulator: a ledger of its own, never added to the emulated cluster's.
package struct HostEnergy: Sendable {
    /// The run's joules: its share of this machine's, and what its workers on other hosts have drawn.
    package let joules: ProcessorPower.Range
    /// Joules of all processors of this machine while the run lasted.
    package let machineJoules: ProcessorPower.Range
    /// The run's processor seconds over all busy ones of this machine: idle power is charged to whoever is busy, so that
    /// no two processes are charged for it.
    package let share: Double
    /// Mean load of all processors of this machine, from 0 to 1.
    package let load: Double
    /// Joules of workers on other hosts, at this machine's joules a busy second: theirs are not known.
    package let elsewhereJoules: Double
    /// Why there is no measurement; `nil` where there is one.
    package let absence: PowercapReader.Absence?
    /// What each zone has counted, if any was found; `nil` for a zone that was lost.
    package let zones: [(zone: PowercapZone, joules: Double?)]
    package let processor: HostProcessor
    package let power: ProcessorPower
}
