/// The host that ran the emulator: a ledger of its own, never added to the emulated cluster's.
package struct HostSummary: Sendable, Hashable {
    /// Frames that the processes refused, for one reason.
    package struct DroppedFrames: Sendable, Hashable {
        /// Why they were refused.
        package let reason: String
        /// How many of them.
        package let count: Int

        /// From its parts.
        package init(reason: String, count: Int) {
            self.reason = reason
            self.count = count
        }
    }

    /// Seconds from start to end by the host's clock.
    package var wallSeconds: Double
    /// Processor seconds of all processes.
    package var cpuSeconds: Double
    /// What the run has drawn on the host.
    package var energy: HostEnergySummary
    /// Of the host's electricity (g/kWh); a world average where the user gives none.
    package var gramsPerKilowattHour: Double
    /// In a fixed order.
    package var droppedFrames: [DroppedFrames]
    /// Gradient and control payload that workers really sent.
    package var payloadBytesSent: UInt64
    /// Payload that workers really received.
    package var payloadBytesReceived: UInt64
    /// Headers and the like, sent.
    package var framingBytesSent: UInt64
    /// One name a kernel build in use.
    package var kernels: [String]
    /// Where the text was read from.
    package var corpusPath: String

    /// From its parts.
    package init(
        wallSeconds: Double, cpuSeconds: Double, energy: HostEnergySummary, gramsPerKilowattHour: Double,
        droppedFrames: [DroppedFrames], payloadBytesSent: UInt64, payloadBytesReceived: UInt64,
        framingBytesSent: UInt64, kernels: [String], corpusPath: String
    ) {
        self.wallSeconds = wallSeconds
        self.cpuSeconds = cpuSeconds
        self.energy = energy
        self.gramsPerKilowattHour = gramsPerKilowattHour
        self.droppedFrames = droppedFrames
        self.payloadBytesSent = payloadBytesSent
        self.payloadBytesReceived = payloadBytesReceived
        self.framingBytesSent = framingBytesSent
        self.kernels = kernels
        self.corpusPath = corpusPath
    }

    /// Joules of the run on the host, central.
    package var joules: Double { energy.joules.central }
    /// gCO2e of the host's energy.
    package var grams: Double { joules / 3.6e6 * gramsPerKilowattHour }
}
