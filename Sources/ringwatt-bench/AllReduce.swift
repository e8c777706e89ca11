import Collectives
import TensorKernels

/// `all-reduce [ranks] [elements]`: the ring played in memory, beside the least that any all-reduce has to do.
///
/// A ring of n ranks adds (n − 1)·E elements and copies (n − 1)·E; the peer does exactly that on whole buffers, without
/// a schedule, in the same run.
func benchmarkAllReduce(_ arguments: [String]) {
    let ranks = arguments.first.flatMap { Int($0) } ?? 8
    let elements = arguments.dropFirst().first.flatMap { Int($0) } ?? 842_496
    guard ranks >= 2, ranks <= 1024, elements >= 1, elements <= 1 << 28 else {
        print("all-reduce: from 2 to 1024 ranks, from 1 to 2^28 elements")
        return
    }
    let kernels = Kernels.current
    let buffers = (0..<ranks).map { _ in FlatBuffer(count: elements) }
    let ring = RingAllReduce(worldSize: ranks)
    let ringSeconds = medianSeconds(repeats: 5) {
        ring.play(elements: elements) { sender, receiver, range, combine in
            let source = FloatSlice(buffers[sender], range)
            let target = FloatSlice(buffers[receiver], range)
            if combine == .add { kernels.add(source, to: target) } else { target.copy(from: source) }
        }
    }
    let leastSeconds = medianSeconds(repeats: 5) {
        for rank in 1..<ranks { kernels.add(buffers[rank].all, to: buffers[0].all) }
        for rank in 1..<ranks { buffers[rank].all.copy(from: buffers[0].all) }
    }
    let bytes = 4 * Double(elements)
    let busBandwidth = 2 * Double(ranks - 1) / Double(ranks) * bytes / ringSeconds / 1e9
    print("all-reduce of \(elements) elements over \(ranks) ranks in one memory, kernels \(kernels.name)")
    print("  ring              \(fixed(ringSeconds * 1e3, 3)) ms, bus bandwidth \(fixed(busBandwidth, 2)) GB/s")
    print("  add all, copy all \(fixed(leastSeconds * 1e3, 3)) ms; ratio \(fixed(ringSeconds / leastSeconds, 2))")
}
