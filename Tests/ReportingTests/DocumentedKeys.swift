import Foundation

/// The tables of `docs/result.md`, read as paths of keys: `emulated.total.energy_joules`, `host.json:run`.
struct DocumentedKeys {
    /// Paths in `result.json`.
    private(set) var result: Set<String> = []
    /// Paths in `host.json`.
    private(set) var host: Set<String> = []
    /// Columns of `steps.csv` in order.
    private(set) var columns: [String] = []

    init(file: String = #filePath) throws {
        let root = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/result.md"), encoding: .utf8)
        var shapes: [String: [String]] = [:]
        var heading: [String] = []
        var isShape = false
        for line in text.split(separator: "\n") {
            if line.hasPrefix("#") {
                isShape = line.hasPrefix("### Shape ")
                heading = Self.quoted(line)
                continue
            }
            guard line.hasPrefix("| `"), let key = Self.quoted(line).first else { continue }
            if isShape {
                shapes[heading[0], default: []].append(key)
                continue
            }
            let unit = line.split(separator: "|")[1].trimmingCharacters(in: .whitespaces)
            let isOfShape = unit.hasPrefix("*")
            let members = isOfShape ? shapes[unit.trimmingCharacters(in: ["*"])] ?? ["undocumented shape"] : []
            switch heading[0] {
            case "steps.csv": columns.append(key)
            case "host.json": host.insert((heading.dropFirst() + [key]).joined(separator: "."))
            default:
                let path = (heading[0] == "result.json" ? "" : heading[0] + ".") + key
                result.formUnion([path] + members.map { path + "." + $0 })
            }
        }
    }

    /// Paths in what a subcommand prints with `--json`, from its page: `docs/collective.md`, `docs/estimate.md`.
    static func page(_ page: String, file: String = #filePath) throws -> Set<String> {
        let root = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/\(page)"), encoding: .utf8)
        var holder = ""
        return text.split(separator: "\n").reduce(into: []) { paths, line in
            if line.hasPrefix("###") { holder = Self.quoted(line)[0] + "." }
            if line.hasPrefix("| `") { paths.insert(holder + Self.quoted(line)[0]) }
        }
    }

    /// Columns in their order, or paths of keys, by file, from `docs/exports.md`.
    static func exports(file: String = #filePath) throws -> [String: [String]] {
        let root = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/exports.md"), encoding: .utf8)
        var heading: [String] = []
        return text.split(separator: "\n").reduce(into: [:]) { files, line in
            if line.hasPrefix("#") { heading = Self.quoted(line) }
            guard line.hasPrefix("| `"), let file = heading.first else { return }
            files[file, default: []].append((heading.dropFirst() + [Self.quoted(line)[0]]).joined(separator: "."))
        }
    }

    /// What stands between backquotes.
    private static func quoted(_ line: Substring) -> [String] {
        line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    /// All paths of keys in a JSON text; `[]` stands for the elements of an array.
    static func paths(ofJSON text: String) throws -> Set<String> {
        var paths: Set<String> = []
        collect(try JSONSerialization.jsonObject(with: Data(text.utf8)), at: "", into: &paths)
        return paths
    }

    private static func collect(_ value: Any, at path: String, into paths: inout Set<String>) {
        if let object = value as? [String: Any] {
            for (key, member) in object {
                let place = path.isEmpty ? key : path + "." + key
                paths.insert(place)
                collect(member, at: place, into: &paths)
            }
        } else if let array = value as? [Any] {
            for element in array { collect(element, at: path + "[]", into: &paths) }
        }
    }
}
