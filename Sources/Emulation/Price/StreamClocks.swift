/// The clocks of the communication streams of some ranks, a value per rank and lane (attoseconds), rank by rank.
package struct StreamClocks: Sendable, Hashable {
    /// Lanes of a rank.
    package let width: Int
    /// When the data to send next is ready.
    var dataReady: [Int128]
    var sendPort: [Int128]
    var receivePort: [Int128]

    init(ranks: Int, lanes: Int) {
        width = lanes
        dataReady = [Int128](repeating: 0, count: ranks * lanes)
        sendPort = dataReady
        receivePort = dataReady
    }

    /// The clocks of one rank.
    package subscript(rank: Int) -> StreamClocks {
        var one = StreamClocks(ranks: 0, lanes: width)
        let range = rank * width..<(rank + 1) * width
        one.dataReady = Array(dataReady[range])
        one.sendPort = Array(sendPort[range])
        one.receivePort = Array(receivePort[range])
        return one
    }
}
