/// Why a file that was found is not part of the corpus.
package enum SkipReason: Int, CaseIterable, Sendable, CustomStringConvertible {
    /// Its name, or a folder's on the way to it, begins with a dot; a hidden folder counts once.
    case hidden
    /// A NUL byte in its first 64 KiB.
    case binary
    /// The index that `strfile` writes beside a file of quotations.
    case quotationIndex
    /// A hard or symbolic link to a file or folder that is already read, as the `.u8` names beside Debian's quotations.
    case link
    /// The same bytes as a file that is already read.
    case copy
    /// No bytes, or blanks only.
    case blank
    /// Neither a file nor a folder: a socket, a pipe, a device, a link that leads nowhere.
    case notAFile
    /// A folder inside the default text's folder, which belongs to other packages and languages.
    case subfolder

    package var description: String {
        switch self {
        case .hidden: "hidden"
        case .binary: "binary"
        case .quotationIndex: "strfile indexes"
        case .link: "links to what was read"
        case .copy: "copies of what was read"
        case .blank: "blank"
        case .notAFile: "not files"
        case .subfolder: "subfolders"
        }
    }
}

/// How many files were passed over, by reason.
package struct SkippedFiles: Hashable, Sendable, CustomStringConvertible {
    private var counts = [Int](repeating: 0, count: SkipReason.allCases.count)

    package init() {}

    package subscript(reason: SkipReason) -> Int { counts[reason.rawValue] }

    package var total: Int { counts.reduce(0, +) }

    mutating func add(_ reason: SkipReason) { counts[reason.rawValue] += 1 }

    /// "43 strfile indexes, 43 links to what was read", or "none".
    package var description: String {
        let parts = SkipReason.allCases.filter { self[$0] > 0 }.map { "\(self[$0]) \($0)" }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }
}
