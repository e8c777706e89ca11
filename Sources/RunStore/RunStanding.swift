/// Where a run stands.
package enum RunStanding: String, Sendable, Hashable, CaseIterable {
    case running
    case completed
    /// Another step would have gone beyond its budget.
    case stoppedByBudget = "stopped_by_budget"
    case failed
    case interrupted
    /// Its process is gone and left no word; what it had committed is here.
    case killed
}
