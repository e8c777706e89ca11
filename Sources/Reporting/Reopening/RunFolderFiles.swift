internal import Foundation

/// What is wrong with a run's folder: where, what, and what to do.
package struct ReopeningError: Error, CustomStringConvertible {
    package let description: String
}

/// The files of a run, read with care.
struct RunFolderFiles {
    /// With a slash at its end.
    let path: String

    /// - Parameter path: of the folder, or of a file in it.
    init(path: String) throws(ReopeningError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ReopeningError(
                description: "\(path): there is no such folder; give that of a run, such as runs/20261124-1605-k7")
        }
        let url = URL(fileURLWithPath: path)
        let folder = isFolder.boolValue ? url : url.deletingLastPathComponent()
        self.path = folder.relativePath + "/"
        guard FileManager.default.fileExists(atPath: folder.appendingPathComponent("result.json").path) else {
            throw ReopeningError(
                description: "\(path): this is no folder of a run: there is no result.json in it; give one such as "
                    + "runs/20261124-1605-k7")
        }
    }

    func error(_ file: String, _ what: String, remedy: String) -> ReopeningError {
        ReopeningError(description: "\(path)\(file): \(what); \(remedy)")
    }

    func decode<Content: Decodable>(_ file: String) throws(ReopeningError) -> Content {
        guard let data = FileManager.default.contents(atPath: path + file) else {
            throw error(file, "the file cannot be read", remedy: "check that it is there, and its permissions")
        }
        return try Self.decode(data, place: path + file)
    }

    static func decode<Content: Decodable>(_ data: Data, place: String) throws(ReopeningError) -> Content {
        let decoder = JSONDecoder()
        // Foundation's own strategy takes gco2e for gco2E.
        decoder.keyDecodingStrategy = .custom { SwiftKey(stringValue: SwiftKey.name(of: $0.last!.stringValue)) }
        do { return try decoder.decode(Content.self, from: data) } catch {
            throw ReopeningError(
                description: "\(place): \(words(error)); it was damaged, or an older version of ringwatt wrote it: run "
                    + "it again with its own config.yaml")
        }
    }

    /// What a decoder found, in a few words.
    private static func words(_ error: any Error) -> String {
        func place(_ context: DecodingError.Context, _ last: String? = nil) -> String {
            (context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? SwiftKey.key(of: $0.stringValue) }
                + (last.map { [SwiftKey.key(of: $0)] } ?? [])).joined(separator: ".")
        }
        switch error as? DecodingError {
        case .keyNotFound(let key, let context): return "\(place(context, key.stringValue)) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(place(context)) is not what it should be"
        default: return "this is no JSON"
        }
    }
}

/// Keys of our files, as names of properties and back.
private struct SwiftKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    /// `energy_joules` as `energyJoules`.
    static func name(of key: String) -> String {
        let words = key.split(separator: "_")
        return words.dropFirst().reduce(words.first.map(String.init) ?? "") {
            $0 + $1.prefix(1).uppercased() + $1.dropFirst()
        }
    }

    /// The way back.
    static func key(of name: String) -> String {
        name.reduce("") { $0 + ($1.isUppercase ? "_\($1.lowercased())" : String($1)) }
    }
}
