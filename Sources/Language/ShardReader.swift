internal import Synchronization

/// Reads windows of tokens from a shard's file as they are asked for; the file is never in memory as a whole.
package final class ShardReader: TokenSource {
    private static let verificationBlock = 1 << 20

    package let path: String
    package let tokenCount: Int
    /// Bytes read once at opening to verify the file: all of it.
    package let verifiedBytes: Int
    private let file: OpenFile
    private let windowBytes = Atomic<Int>(0)

    /// Opens the file, and reads it through once to verify length and checksum.
    ///
    /// - Throws: `ShardError`, with the path and the byte at which the file is not what it should be.
    package init(path: String) throws(ShardError) {
        do throws(FileFailure) {
            file = try OpenFile(reading: path)
        } catch {
            throw ShardError(error, offset: 0)
        }
        self.path = path
        tokenCount = try Self.verify(file)
        verifiedBytes = ShardFormat.headerLength + tokenCount
    }

    /// Bytes read by `read(at:into:)` since the file was opened.
    package var bytesRead: Int { windowBytes.load(ordering: .relaxed) }

    package func read(at start: Int, into buffer: inout [UInt8]) throws(ShardError) {
        precondition(start >= 0 && start <= tokenCount - buffer.count, "the window lies within the shard")
        let offset = ShardFormat.headerLength + start
        let count = try Self.read(file, at: offset, count: buffer.count, into: &buffer)
        windowBytes.wrappingAdd(count, ordering: .relaxed)
        guard count == buffer.count else {
            let expected = UInt64(ShardFormat.headerLength + tokenCount)
            throw ShardError(
                path: path, offset: offset + count, problem: .length(expected: expected, found: UInt64(offset + count)))
        }
    }

    /// Checks the whole file and returns its number of tokens.
    private static func verify(_ file: borrowing OpenFile) throws(ShardError) -> Int {
        let path = file.path
        let size: Int
        do throws(FileFailure) {
            size = try file.size()
        } catch {
            throw ShardError(error, offset: 0)
        }
        var header = [UInt8](repeating: 0, count: ShardFormat.headerLength)
        let headerBytes = try read(file, at: 0, count: header.count, into: &header)
        guard header.starts(with: ShardFormat.magic) else {
            throw ShardError(path: path, offset: 0, problem: .notAShard)
        }
        guard headerBytes == header.count else {
            let problem = ShardError.Problem.length(expected: UInt64(header.count), found: UInt64(headerBytes))
            throw ShardError(path: path, offset: headerBytes, problem: problem)
        }
        let version = ShardFormat.integer(UInt32.self, at: 8, of: header)
        guard version == ShardFormat.version else {
            throw ShardError(path: path, offset: 8, problem: .version(version))
        }
        let width = ShardFormat.integer(UInt32.self, at: 12, of: header)
        guard width == ShardFormat.bytesPerToken else {
            throw ShardError(path: path, offset: 12, problem: .tokenWidth(width))
        }
        let tokens = ShardFormat.integer(UInt64.self, at: 16, of: header)
        guard tokens == UInt64(size - header.count) else {
            let expected = tokens.addingReportingOverflow(UInt64(header.count)).partialValue
            throw ShardError(path: path, offset: 16, problem: .length(expected: expected, found: UInt64(size)))
        }
        try verifyChecksum(of: file, size: size, header: header)
        return Int(tokens)
    }

    private static func verifyChecksum(of file: borrowing OpenFile, size: Int, header: [UInt8]) throws(ShardError) {
        var checksum = Digest64(of: header[..<ShardFormat.checkedHeaderLength])
        var block = [UInt8](repeating: 0, count: min(verificationBlock, size))
        var offset = header.count
        while offset < size {
            let wanted = min(block.count, size - offset)
            let count = try read(file, at: offset, count: wanted, into: &block)
            checksum.update(block[..<count])
            offset += count
            guard count == wanted else {
                let problem = ShardError.Problem.length(expected: UInt64(size), found: UInt64(offset))
                throw ShardError(path: file.path, offset: offset, problem: problem)
            }
        }
        let expected = ShardFormat.integer(UInt64.self, at: ShardFormat.checkedHeaderLength, of: header)
        guard checksum.value == expected else {
            let problem = ShardError.Problem.checksum(expected: expected, found: checksum.value)
            throw ShardError(path: file.path, offset: ShardFormat.checkedHeaderLength, problem: problem)
        }
    }

    private static func read(
        _ file: borrowing OpenFile, at offset: Int, count: Int, into buffer: inout [UInt8]
    ) throws(ShardError) -> Int {
        do throws(FileFailure) {
            return try file.read(at: offset, count: count, into: &buffer)
        } catch {
            throw ShardError(error, offset: offset)
        }
    }
}
