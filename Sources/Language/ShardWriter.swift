internal import Foundation

/// Writes a shard's file whole or not at all.
package enum ShardWriter {
    /// Writes beside the final path, waits for the storage device, then renames: a reader sees the old file or the
    /// new one, and after a crash too.
    ///
    /// - Returns: the bytes written, header included.
    /// - Throws: `ShardError`; the unfinished file is removed.
    @discardableResult
    package static func write(_ tokens: ArraySlice<UInt8>, to path: String) throws(ShardError) -> Int {
        let temporary = "\(path).\(getpid()).unfinished"
        let header = ShardFormat.header(of: tokens)
        do throws(FileFailure) {
            let file = try OpenFile(creating: temporary)
            try file.write(header[...])
            try file.write(tokens)
            try file.synchronize()
            guard rename(temporary, path) == 0 else { throw FileFailure(path: path, operation: "rename") }
            let separator = path.lastIndex(of: "/")
            let folder = separator.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
            try OpenFile(reading: folder).synchronize()
        } catch {
            unlink(temporary)
            throw ShardError(error, offset: 0)
        }
        return header.count + tokens.count
    }
}
