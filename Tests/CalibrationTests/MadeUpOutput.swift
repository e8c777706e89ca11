import Calibration
import Units

/// Outputs in the form of nccl-tests. All figures are made up for the tests; no machine printed them.
enum MadeUpOutput {
    /// A sweep with times in microseconds from a formula, in the form of version 2.17.
    static func sweep(
        program: String = "all_reduce_perf", nodes: Int, ranksPerNode: Int, sizes: [Int], redop: String = "sum",
        wrong: String = "0", time: (Int) -> Double
    ) -> String {
        let ranks = nodes * ranksPerNode
        let passes = program == "all_reduce_perf" ? 2.0 : 1.0
        var lines = [
            "# nccl-tests version 2.17.6 nccl-headers=22803 nccl-library=22803",
            "# Collective test starting: \(program)",
            "# nThread 1 nGpus 1 minBytes \(sizes[0]) maxBytes \(sizes.last!) step: 2(factor) warmup iters: 1 iters: 20 "
                + "agg iters: 1 validation: 1 graph: 0 unalign: 0",
            "#", "# Using devices",
        ]
        for rank in 0..<ranks {
            lines.append(
                "#  Rank \(rank) Group  0 Pid   \(4000 + rank) on    made-up-\(rank / ranksPerNode) device  "
                    + "\(rank % ranksPerNode) [0000:07:00] Invented GPU")
        }
        lines.append("#")
        lines += header
        for size in sizes {
            let microseconds = time(size)
            let algorithm = Double(size) / microseconds / 1e3
            let bus = algorithm * passes * Double(ranks - 1) / Double(ranks)
            let result = "\(microseconds) \(algorithm) \(bus) \(wrong)"
            lines.append("  \(size)  \(size / 4)  float  \(redop)  -1  \(result)  \(result)")
        }
        lines += ["# Out of bounds values : 0 OK", "# Avg bus bandwidth    : 12.5", "#"]
        return lines.joined(separator: "\n") + "\n"
    }

    static let header = [
        "#                                                              out-of-place                       in-place          ",
        "#       size         count      type   redop    root     time   algbw   busbw #wrong     time   algbw   busbw #wrong",
        "#        (B)    (elements)                               (us)  (GB/s)  (GB/s)            (us)  (GB/s)  (GB/s)       ",
    ]

    /// Powers of two from 8 B to 1 GiB.
    static let sizes = (3...30).map { 1 << $0 }

    /// As versions before 2.11 print it: no group, no root, a deviation instead of a count.
    static let old = """
        # nThread 1 nGpus 1 minBytes 1048576 maxBytes 4194304 step: 2(factor) warmup iters: 5 iters: 20 validation: 1
        #
        # Using devices
        #   Rank  0 Pid   1320 on     made-up-0 device  0 [0x00] Invented GPU
        #   Rank  1 Pid   2066 on     made-up-1 device  0 [0x00] Invented GPU
        #
        #                                                     out-of-place                       in-place
        #       size         count    type   redop     time   algbw   busbw  error     time   algbw   busbw  error
        #        (B)    (elements)                     (us)  (GB/s)  (GB/s)            (us)  (GB/s)  (GB/s)
             1048576        262144   float     sum    200.0    5.24    5.24  2e-07    210.0    4.99    4.99  2e-07
             2097152        524288   float     sum    380.0    5.52    5.52  2e-07    390.0    5.38    5.38  2e-07
             4194304       1048576   float     sum    740.0    5.67    5.67  2e-07    750.0    5.59    5.59  2e-07
        # Out of bounds values : 0 OK
        # Avg bus bandwidth    : 5.3979
        #

        """

    /// Behind mpirun's tags, with NCCL's own lines between, a time stamp at the end, and in-place results left out.
    static let noisy = """
        $ mpirun -np 4 --tag-output /opt/nccl-tests/build/all_gather_perf_mpi -b 0 -e 32M -f 4
        [1,0]<stdout>:# nThread 1 nGpus 1 minBytes 0 maxBytes 33554432 step: 4(factor) warmup iters: 5 iters: 20 agg iters: 1 validation: 0 graph: 0
        [1,0]<stdout>:# Using devices
        [1,0]<stdout>:#  Rank  0 Group  0 Pid    895 on  made-up-0 device  0 [0x8d] Invented GPU
        [1,0]<stdout>:#  Rank  1 Group  0 Pid    896 on  made-up-0 device  1 [0x91] Invented GPU
        [1,0]<stdout>:#  Rank  2 Group  0 Pid    895 on  made-up-1 device  0 [0x8d] Invented GPU
        [1,0]<stdout>:#  Rank  3 Group  0 Pid    896 on  made-up-1 device  1 [0x91] Invented GPU
        [1,0]<stdout>:made-up-0:895:895 [0] NCCL INFO Bootstrap : Using eth0:10.0.0.4<0>
        [1,0]<stdout>:NCCL version 2.27.7+cuda12.9
        [1,0]<stdout>:#       size         count      type   redop    root     time   algbw   busbw #wrong     time   algbw   busbw #wrong           timestamp
        [1,0]<stdout>:#        (B)    (elements)                               (us)  (GB/s)  (GB/s)            (us)  (GB/s)  (GB/s)            %Y-%m-%d %H:%M:%S
        [1,0]<stdout>:           0             0     float    none      -1     0.10    0.00    0.00    N/A     0.10    0.00    0.00    N/A  2026-01-02 03:04:05
        [1,0]<stdout>:     2097152        131072     float    none      -1    120.0   17.48   13.11    N/A    100.0   20.97   15.73    N/A  2026-01-02 03:04:06
        made-up-1:895:912 [0] NCCL INFO 16 coll channels, 0 nvls channels
        [1,0]<stdout>:     8388608        524288     float    none      -1    400.0   20.97   15.73    N/A      N/A     N/A     N/A    N/A  2026-01-02 03:04:07
        [1,0]<stdout>:    33554432       2097152     float    none      -1   1.6e+03  20.97   15.73    N/A  1.6e+03  20.97   15.73    N/A  2026-01-02 03:04:08
        [1,0]<stdout>:# Out of bounds values : 0 OK
        [1,0]<stdout>:# Avg bus bandwidth    : 14.1

        """
}
