internal import Accounting
internal import ClusterModel
package import Emulation
internal import Units

/// The line that a run shows while it trains: redrawn in a terminal, a plain line now and then in a pipe.
package struct ProgressLine: Sendable {
    private let stepsPlanned: Int
    private let tokensPerStep: Int
    /// Columns of the terminal; `nil` for a pipe or a file.
    private let terminalWidth: Int?
    private var total = LedgerTotal()
    private var network = LedgerTotal()
    private var lastShown: Duration?
    private var firstStep: (count: Int, at: Duration)?

    /// - Parameters:
    ///   - terminalWidth: columns of the terminal; `nil` where the output is no terminal.
    package init(job: EmulatedJob, stepsPlanned: Int, terminalWidth: Int?) {
        tokensPerStep = job.tokensPerStep
        self.stepsPlanned = stepsPlanned
        self.terminalWidth = terminalWidth
    }

    /// Takes in a committed step.
    ///
    /// - Parameter now: time of the host since the start of the run, for the rate of redrawing and the rest to come.
    /// - Returns: what to write, control characters and line end included; `nil` if it is too soon for another.
    package mutating func advance(_ row: StepRow, now: Duration) -> String? {
        total = total + row.total
        network = network + row.network
        if firstStep == nil { firstStep = (row.step, now) }
        let isLast = row.step == stepsPlanned
        let pause: Duration = terminalWidth == nil ? .seconds(5) : .milliseconds(100)
        if let lastShown, !isLast, now - lastShown < pause { return nil }
        lastShown = now
        let text = line(row, now: now)
        guard let terminalWidth else { return text + "\n" }
        return "\r" + text.prefix(max(20, terminalWidth - 1)) + "\u{1B}[K" + (isLast ? "\n" : "")
    }

    private func line(_ row: StepRow, now: Duration) -> String {
        let virtual = (row.virtualEnd - .zero).seconds
        let share = total.energy == 0 ? 0 : Double(network.energy) / Double(total.energy)
        var pieces = [
            "\(row.step)/\(stepsPlanned) loss \(Figures.decimal(row.trainedLoss, places: 2)) |",
            "virtual \(Figures.clock(virtual))",
        ]
        if virtual > 0 { pieces.append("\(Figures.rate(Double(tokensPerStep * row.step) / virtual)) tok/s") }
        pieces += [
            Scale.energy(total.energy).string(total.energy),
            "\(Scale.emissions(total.emissions).string(total.emissions))CO2e",
            "net \(Figures.percent(share, places: 0))",
        ]
        if let firstStep, row.step > firstStep.count {
            let perStep = (now - firstStep.at) / (row.step - firstStep.count)
            let rest = (perStep * (stepsPlanned - row.step)) / .seconds(1)
            pieces.append("| ETA \(Figures.clock(rest))")
        }
        return pieces.joined(separator: " ")
    }
}
