package import Units

/// What a CPU draws at a load, as shares of its TDP: points, and how the share rises between them.
///
/// Between two neighbours the share goes from one to the next as xᵏ does, x being the way between their loads; k = 1 is a
/// straight line. 0.1 at no load, 1 at full load and k = 3 is TDP · (0.1 + 0.9·u³).
package struct LoadCurve: Hashable, Sendable {
    /// What is drawn at one load.
    package struct Point: Hashable, Sendable {
        /// From 0 (idle) to 1 (all cores busy).
        package let load: Ratio
        /// Of the TDP; short bursts may exceed 1.
        package let share: Estimate<Ratio>

        /// From its parts; checks nothing.
        package init(load: Ratio, share: Estimate<Ratio>) {
            self.load = load
            self.share = share
        }
    }

    /// Its name in the catalog; `own` for one that a cluster file writes out.
    package let name: String
    /// By rising load, the first at 0 and the last at 1.
    package let points: [Point]
    /// k, from 1 to 4; above 1 only between two points.
    package let exponent: Int

    /// - Precondition: the points are in order, from load 0 to load 1.
    package init(name: String, points: [Point], exponent: Int = 1) {
        precondition(
            points.first?.load == .zero && points.last?.load == .one
                && zip(points, points.dropFirst()).allSatisfy { $0.load < $1.load },
            "\(name): a load curve goes from load 0 to load 1")
        self.name = name
        self.points = points
        self.exponent = exponent
    }

    /// The share of the TDP at a load, rounded half up to 1e-9.
    ///
    /// - Precondition: the load is from 0 to 1.
    package func share(at load: Ratio, constants: some ConstantValues) -> Ratio {
        precondition(load >= .zero && load <= .one, "\(name): a load of \(load.value)")
        let upper = points.firstIndex { load <= $0.load && $0.load > .zero }!
        let (below, above) = (points[upper - 1], points[upper])
        let (from, to) = (constants.value(of: below.share).count, constants.value(of: above.share).count)
        var (part, whole) = (Int128(1), Int128(1))
        for _ in 0..<exponent {
            part *= Int128(load.count - below.load.count)
            whole *= Int128(above.load.count - below.load.count)
        }
        return Ratio(count: from + Int64(Exact.multiplyDivide(Int128(to - from), part, by: whole)))
    }
}
