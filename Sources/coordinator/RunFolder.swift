import Foundation

/// `runs/<id>/`: where one run leaves what it has to say.
struct RunFolder {
    /// `20261123-1412-k7`: date, time (UTC) and two random characters.
    let id: String
    let url: URL

    /// Creates a folder that did not exist before.
    init(in parent: String) throws {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "yyyyMMdd-HHmm"
        let stamp = formatter.string(from: Date())
        let parentURL = URL(fileURLWithPath: parent, isDirectory: true)
        try FileManager.default.createDirectory(at: parentURL, withIntermediateDirectories: true)
        let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")
        while true {
            let id = "\(stamp)-\(alphabet.randomElement()!)\(alphabet.randomElement()!)"
            let url = parentURL.appendingPathComponent(id, isDirectory: true)
            if mkdir(url.path, 0o755) == 0 {
                self.id = id
                self.url = url
                return
            }
            guard errno == EEXIST else {
                throw RunFolderError(
                    description:
                        "cannot create \(url.path): \(String(cString: strerror(errno))); choose another folder "
                        + "with --output")
            }
        }
    }

    /// Creates a folder inside.
    func subfolder(_ name: String) throws -> URL {
        let folder = url.appendingPathComponent(name, isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Removes the folder if no file has been written into it: a run that never began leaves nothing behind.
    func removeIfEmpty() {
        let items = FileManager.default.enumerator(at: url, includingPropertiesForKeys: [.isRegularFileKey])
        let hasFiles = items?.contains { item in
            (try? (item as? URL)?.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
        }
        if hasFiles != true { try? FileManager.default.removeItem(at: url) }
    }

    /// Writes a file whole or not at all.
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: url.appendingPathComponent(name), options: .atomic)
    }
}

struct RunFolderError: Error, CustomStringConvertible {
    let description: String
}
