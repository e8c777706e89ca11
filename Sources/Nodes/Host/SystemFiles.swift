internal import Foundation

/// How the kernel's short text files are read; tests put their own answers in place.
package struct SystemFiles: Sendable {
    /// What came of reading one.
    package enum Reading: Sendable, Hashable {
        /// Its text without blanks and line ends around it.
        case text(String)
        /// It is there, but not for this user.
        case denied
        /// It is not there, or the device behind it does not answer.
        case unreadable

        /// The text as an unsigned number, if it is one.
        var number: UInt64? { if case .text(let text) = self { UInt64(text) } else { nil } }
    }

    /// Reads the file at a path.
    package let read: @Sendable (_ path: String) -> Reading

    package init(read: @escaping @Sendable (_ path: String) -> Reading) { self.read = read }

    /// The real files.
    package static let actual = SystemFiles { path in
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return .text(text.trimmingCharacters(in: .whitespacesAndNewlines))
        } catch let error as CocoaError where error.code == .fileReadNoPermission {
            return .denied
        } catch {
            return .unreadable
        }
    }
}
