/// Where each field of a frame's header lies. All numbers are little-endian.
///
/// | offset | bytes | field                                              |
/// |-------:|------:|----------------------------------------------------|
/// |      0 |     4 | magic, the letters `RWGF`                          |
/// |      4 |     2 | protocol version                                   |
/// |      6 |     2 | flags: bit 0, clocks only; all others zero         |
/// |      8 |     8 | run id                                             |
/// |     16 |     4 | generation                                         |
/// |     20 |     4 | sender rank                                        |
/// |     24 |     4 | receiver rank                                      |
/// |     28 |     4 | step                                               |
/// |     32 |     4 | bucket                                             |
/// |     36 |     4 | operation                                          |
/// |     40 |     4 | round                                              |
/// |     44 |     4 | number of stamps                                   |
/// |     48 |     8 | sequence                                           |
/// |     56 |     8 | first element                                      |
/// |     64 |     8 | number of elements                                 |
/// |     72 |     8 | bytes of payload                                   |
/// |     80 |     8 | XXH3-64 of the payload                             |
/// |     88 |     8 | XXH3-64 of bytes 0 to 87 followed by the stamps    |
///
/// The second part is the stamps, 16 bytes each: attoseconds as a two's complement number. The third is the payload.
package enum GradientFrameLayout {
    /// Parts of a message: header, stamps, payload.
    package static let partCount = 3
    /// Bytes of the header.
    package static let headerBytes = 96
    /// Bytes of one clock stamp.
    package static let stampBytes = 16
    /// Bytes of one gradient element, a Float32.
    package static let elementBytes = 4
    /// The version written, and the only one read.
    package static let version: UInt16 = 1

    /// The letters `RWGF` as they lie in memory.
    static let magic: UInt32 = 0x4647_5752
    static let clocksOnlyFlag: UInt16 = 1

    enum Offset {
        static let magic = 0
        static let version = 4
        static let flags = 6
        static let runID = 8
        static let generation = 16
        static let sender = 20
        static let receiver = 24
        static let step = 28
        static let bucket = 32
        static let operation = 36
        static let round = 40
        static let stampCount = 44
        static let sequence = 48
        static let firstElement = 56
        static let elementCount = 64
        static let payloadBytes = 72
        static let payloadChecksum = 80
        static let headerChecksum = 88
    }
}
