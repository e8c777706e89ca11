package import Units

/// Mean watts that a user measured; what was not measured is `nil`.
package struct MeasuredPower: Hashable, Sendable {
    /// A node while training, its waits for the network included.
    package var node: Power?
    /// A node while its accelerators wait for others.
    package var nodeWaiting: Power?
    /// One accelerator while training, its waits included.
    package var accelerator: Power?
    /// One accelerator while it waits for others.
    package var acceleratorWaiting: Power?
    /// One accelerator with nothing to do.
    package var acceleratorIdle: Power?
    /// How far each may be off, either way: 5 % is what NVML documents of its own figures.
    package var accuracy: Ratio

    /// Of what was measured.
    package init(
        node: Power? = nil, nodeWaiting: Power? = nil, accelerator: Power? = nil, acceleratorWaiting: Power? = nil,
        acceleratorIdle: Power? = nil, accuracy: Ratio = Ratio(count: Ratio.scale / 20)
    ) {
        self.node = node
        self.nodeWaiting = nodeWaiting
        self.accelerator = accelerator
        self.acceleratorWaiting = acceleratorWaiting
        self.acceleratorIdle = acceleratorIdle
        self.accuracy = accuracy
    }

    /// Whether nothing was measured.
    package var isEmpty: Bool {
        node == nil && nodeWaiting == nil && accelerator == nil && acceleratorWaiting == nil && acceleratorIdle == nil
    }
}
