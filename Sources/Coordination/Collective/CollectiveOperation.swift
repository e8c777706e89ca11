package import Collectives
package import Emulation

/// One collective of a step, as a rank executes it: which elements, and which priced collective it stands for.
package struct CollectiveOperation: Sendable {
    /// What it moves.
    package enum Content: Sendable, Hashable {
        case gradients
        case weights
    }

    /// The emulated collective of the step whose clocks the messages carry.
    package let index: Int
    package let schedule: any CollectiveSchedule
    /// The operations that it belongs to: one after the other, they are done when the last of them is.
    package let group: OperationGroup
    /// Real bucket.
    package let bucket: Int
    /// Elements of the flat gradient, or of the flat weights; empty for a collective that carries clocks only.
    package let elements: Range<Int>
    /// False if what it sends may change before the receivers have it, so that it must be copied.
    package let mayLend: Bool
    /// What its messages carry; `nil` for a collective without virtual clocks.
    package let clocks: Clocks?

    /// The rank's stream clocks, as priced.
    package struct Clocks: Sendable {
        package let before: StreamClocks
        package let after: StreamClocks

        package init(before: StreamClocks, after: StreamClocks) {
            self.before = before
            self.after = after
        }
    }

    package init(
        index: Int, schedule: any CollectiveSchedule, group: OperationGroup, bucket: Int, elements: Range<Int>,
        mayLend: Bool = true, clocks: Clocks?
    ) {
        self.index = index
        self.schedule = schedule
        self.group = group
        self.bucket = bucket
        self.elements = elements
        self.mayLend = mayLend
        self.clocks = clocks
    }

    package var content: Content { group == .gradients ? .gradients : .weights }

    /// What it waits for before it begins.
    var signal: OperationSignal { group == .gradients ? .bucket(bucket) : .group(group) }
}

/// Something on a rank that a collective waits for.
package enum OperationSignal: Sendable, Hashable {
    /// The gradients of a real bucket are final.
    case bucket(Int)
    /// The weights that a group moves may be read and written.
    case group(OperationGroup)
}
