/// What Carbontracker 2.4.7's parser finds in its two logs, by expressions of the same meaning.
struct CarbontrackerReading {
    private(set) var devices: [String: [String]] = [:]
    private(set) var powers: [String: Double] = [:]
    let durations: [Double]
    let isInterrupted: Bool
    let consumption: (kilowattHours: Double, grams: Double, kilometres: Double)?

    init(standard: String, output: String) {
        if let found = standard.firstMatch(of: /The following components were found:(.*)\n/) {
            for device in found.1.matches(of: /\ (.*?) with device\(s\) (.*?)\./) {
                devices[device.1.lowercased()] = device.2.split(separator: ",").map { String($0) }
            }
        }
        for power in standard.matches(of: /Average power usage \(W\) for (.+): \[([0-9.]+)\]/) {
            powers[String(power.1)] = Double(power.2)
        }
        durations = standard.matches(of: /Duration: (\d+):(\d{2}):(\d\d\.\d{2})\n/).map {
            Double($0.1)! * 3600 + Double($0.2)! * 60 + Double($0.3)!
        }
        isInterrupted = standard.contains("Training was interrupted")
        // The equivalents must end where the next line's date begins.
        let actual = output.firstMatch(
            of:
                /Actual consumption for \d+ epoch\(s\):\n\s*Time:\s*(.*)\n\s*Energy:\s*(.*)\s+kWh\n\s*CO2eq:\s*(.*)\s+g\s*This is equivalent to:\s*(\S+) km travelled by car\n\d{4}-\d{2}-\d{2}/
        )
        consumption = actual.flatMap { found in
            guard let energy = Double(found.2), let grams = Double(found.3), let way = Double(found.4) else {
                return nil
            }
            return (energy, grams, way)
        }
    }
}
