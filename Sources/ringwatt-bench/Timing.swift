/// Seconds of one call of `body`, the median of `repeats` measurements of at least `minimumSeconds` each.
func medianSeconds(repeats: Int = 9, minimumSeconds: Double = 0.02, _ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    func seconds(of calls: Int) -> Double {
        clock.measure { for _ in 0..<calls { body() } } / .seconds(1)
    }
    var calls = 1
    while seconds(of: calls) < minimumSeconds { calls *= 2 }
    let samples = (0..<repeats).map { _ in seconds(of: calls) / Double(calls) }.sorted()
    return samples[samples.count / 2]
}

/// A number with so many decimals, right-aligned; without Foundation's formatting.
func fixed(_ value: Double, _ decimals: Int, width: Int = 0) -> String {
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((value.magnitude * Double(scale)).rounded())
    var text = (value < 0 ? "-" : "") + "\(scaled / scale)"
    if decimals > 0 {
        let fraction = "\(scaled % scale)"
        text += "." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }
    return String(repeating: " ", count: max(0, width - text.count)) + text
}
