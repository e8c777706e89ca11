/// The processors of the machine that runs the emulator, as `/proc/cpuinfo` shows them.
package struct HostProcessor: Sendable, Hashable {
    /// As the manufacturer writes it; empty where the machine does not say.
    package let modelName: String
    /// Sockets, at least 1; a virtual machine may show any number.
    package let packages: Int
    /// Logical processors, at least 1.
    package let threads: Int
    /// A virtual machine has a part of a processor, or of several.
    package let isVirtual: Bool

    /// From the text of `/proc/cpuinfo`.
    package init(cpuinfo: String) {
        var modelName = ""
        var threads = 0
        var packages: Set<Substring> = []
        var isVirtual = false
        for line in cpuinfo.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
            switch line[..<colon].split(whereSeparator: \.isWhitespace).joined(separator: " ") {
            case "processor": threads += 1
            case "model name": modelName = String(value)
            case "physical id": packages.insert(value)
            case "flags": isVirtual = isVirtual || value.split(separator: " ").contains("hypervisor")
            default: continue
            }
        }
        self.modelName = modelName
        self.packages = max(1, packages.count)
        self.threads = max(1, threads)
        self.isVirtual = isVirtual
    }
}
