#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What the host's processor can execute, as the operating system reports it.
enum HostProcessor {
    /// The flags of the first processor in /proc/cpuinfo; empty where there is no such file.
    static func flags() -> Set<Substring> {
        guard let file = fopen("/proc/cpuinfo", "r") else { return [] }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 16_384)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.hasPrefix("flags") { return Set(text.split { " \t\n:".contains($0) }) }
        }
        return []
    }

    /// An environment variable's value, or nil.
    static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
