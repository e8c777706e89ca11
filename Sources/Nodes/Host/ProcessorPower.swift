package import ClusterModel
package import Units

/// Power of a machine's processors by their load: the model where nothing measures.
///
/// With load u from 0 to 1, central TDP · (0.1 + 0.9 u³), CodeCarbon's curve for whole machines; low the same or TDP · u,
/// its curve for processes, whichever is less; high Boavizta's .12, .32, .75, 1.02 of the TDP at a load of 0, .1, .5, 1.
package struct ProcessorPower: Sendable, Hashable {
    /// Watts of all sockets, or of a virtual machine's part of them.
    package let tdp: Range
    /// Where the TDP is from.
    package let source: String
    /// Of the source; 0 for one that the user gave.
    package let year: Int
    /// How far the TDP can be trusted.
    package let confidence: Confidence
    /// The processors: by their name in the catalog, `unknown` for any other, or `given` for a TDP that the user gave.
    package let name: String

    /// A figure with its range.
    package struct Range: Sendable, Hashable {
        package var low: Double
        package var central: Double
        package var high: Double

        package init(low: Double, central: Double, high: Double) {
            self.low = low
            self.central = central
            self.high = high
        }

        static func * (a: Self, factor: Double) -> Self {
            Self(low: a.low * factor, central: a.central * factor, high: a.high * factor)
        }

        static func += (a: inout Self, b: Self) {
            a.low += b.low
            a.central += b.central
            a.high += b.high
        }
    }

    /// The TDP of all sockets together, if the user gives it.
    package init(given tdp: Power) {
        self.tdp = Range(low: tdp.watts, central: tdp.watts, high: tdp.watts)
        source = "--host-tdp"
        year = 0
        confidence = .configured
        name = "given"
    }

    /// By the processor's model name. A known processor in a virtual machine counts by its threads, as the machine has
    /// no more of it; of an unknown one a virtual machine has one socket.
    package init(_ processor: HostProcessor, catalog: Catalog) {
        let model = catalog.processor(modelName: processor.modelName)
        let sockets =
            switch (processor.isVirtual, model.threads) {
            case (false, _): Double(processor.packages)
            case (true, 0): 1.0
            case (true, let threads): Double(processor.threads) / Double(threads)
            }
        let tdp = model.tdp
        self.tdp = Range(low: tdp.low.watts, central: tdp.central.watts, high: tdp.high.watts) * sockets
        source = tdp.source
        year = tdp.year
        confidence = tdp.confidence
        name = model.name
    }

    /// Watts at a load from 0 to 1.
    package func watts(load: Double) -> Range {
        let cubic = 0.1 + 0.9 * load * load * load
        return Range(
            low: tdp.low * min(load, cubic), central: tdp.central * cubic, high: tdp.high * Self.steep(load))
    }

    /// Boavizta's curve, in straight lines between its points.
    private static func steep(_ load: Double) -> Double {
        let points = [(0.0, 0.12), (0.1, 0.32), (0.5, 0.75), (1.0, 1.02)]
        for (from, to) in zip(points, points.dropFirst()) where load <= to.0 {
            return from.1 + (load - from.0) / (to.0 - from.0) * (to.1 - from.1)
        }
        return points[points.count - 1].1
    }
}
