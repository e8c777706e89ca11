internal import Foundation
internal import TensorKernels

/// `ringwatt-bench <benchmark> [arguments]`: the benchmarks, one file each.
let benchmarks: [(name: String, summary: String, run: ([String]) -> Void)] = [
    ("gemm", "matrix products of a small GPT's sizes: gemm [rows columns depth] [kernels]", benchmarkMatrixProducts),
    ("training-step", "a whole training step: training-step [width [layers]] [kernels]", benchmarkTrainingStep),
    ("all-reduce", "the ring in one memory: all-reduce [ranks] [elements]", benchmarkAllReduce),
    ("codec", "encoding and decoding of gradient frames", { _ in runCodecBenchmarks() }),
    ("price", "virtual time without tensors: steps, accounts, thousands of ranks", { _ in benchmarkPrice() }),
    ("messaging", "ZeroMQ between two threads: throughput and round trip", { _ in runMessagingBenchmarks() }),
]

do { _ = try Kernels.select() } catch {
    print(error)
    exit(2)
}
let arguments = Array(CommandLine.arguments.dropFirst())
if let benchmark = benchmarks.first(where: { $0.name == arguments.first }) {
    benchmark.run(Array(arguments.dropFirst()))
} else {
    print("usage: ringwatt-bench <benchmark> [arguments]")
    for benchmark in benchmarks { print("  \(benchmark.name): \(benchmark.summary)") }
}
