import ClusterModel
import Foundation
import Nodes
import Testing
import Units

@Suite("The host's own ledger")
struct HostMeterTests {
    private func meter(_ host: borrowing FakeHost, tdp: Power? = nil) -> HostMeter {
        HostMeter(
            catalog: .builtIn, tdp: tdp, powercapRoot: host.powercap, procRoot: host.proc, files: host.files, now: .zero
        )
    }

    @Test("Counters win over the model, and the run gets its share of the busy time")
    func measured() throws {
        let host = try FakeHost()
        try host.zone("intel-rapl:0", name: "package-0", microjoules: 0)
        try host.cpuinfo(model: "AMD EPYC 7742 64-Core Processor", threads: 4)
        try host.stat(busy: 100, idle: 1000)
        var meter = meter(host)
        // Ten seconds of four processors, half of them busy: 20 s, of which 15 are the run's.
        try host.energy("intel-rapl:0", "800000000")
        try host.stat(busy: 2100, idle: 3000)
        let energy = meter.total(now: .seconds(10), processorSeconds: 15, elsewhere: 0)
        #expect(energy.absence == nil && energy.machineJoules.central == 800)
        #expect(energy.load == 0.5 && energy.share == 0.75)
        #expect(energy.joules.low == 600 && energy.joules.central == 600 && energy.joules.high == 600)
    }

    @Test("Two runs that share a machine are together charged what it draws, idle power once")
    func shared() throws {
        let host = try FakeHost()
        try host.cpuinfo(model: "AMD EPYC 7742 64-Core Processor", threads: 128)
        try host.stat(busy: 0, idle: 0)
        var meters = [meter(host), meter(host)]
        try host.stat(busy: 64_000, idle: 64_000)
        let energies = [0, 1].map { meters[$0].total(now: .seconds(10), processorSeconds: 320, elsewhere: 0) }
        let machine = 225 * (0.1 + 0.9 * 0.125) * 10
        #expect(energies.allSatisfy { abs($0.machineJoules.central - machine) < 1e-9 })
        #expect(abs(energies[0].joules.central + energies[1].joules.central - machine) < 1e-9)
        // How many processes a run has makes no difference to the meter, only their seconds.
        #expect(energies[0].joules.central == energies[1].joules.central)
    }

    @Test("The model follows the load as it was, not its mean")
    func curve() throws {
        let host = try FakeHost()
        try host.cpuinfo(model: "AMD EPYC 7742 64-Core Processor", threads: 128)
        try host.stat(busy: 0, idle: 0)
        var meter = meter(host)
        try host.stat(busy: 1000, idle: 0)
        meter.sample(now: .seconds(5))
        try host.stat(busy: 1000, idle: 1000)
        let energy = meter.total(now: .seconds(10), processorSeconds: 1e6, elsewhere: 0)
        #expect(energy.absence == .absent && energy.share == 1 && energy.load == 0.5)
        #expect(abs(energy.joules.central - 225 * (1 + 0.1) * 5) < 1e-9)
        #expect(abs(energy.joules.low - 225 * (1 + 0) * 5) < 1e-9)
        #expect(abs(energy.joules.high - 225 * (1.02 + 0.12) * 5) < 1e-9)
    }

    @Test(
        "The curves are the published ones, and in order",
        arguments: [
            (0.0, 0.0, 0.1, 0.12), (0.1, 0.1, 0.1009, 0.32), (0.3, 0.1243, 0.1243, 0.535), (0.5, 0.2125, 0.2125, 0.75),
            (1.0, 1.0, 1.0, 1.02),
        ])
    func curves(load: Double, low: Double, central: Double, high: Double) throws {
        let watts = ProcessorPower(given: .watts(1000)).watts(load: load)
        #expect(abs(watts.low / 1000 - low) < 1e-12 && abs(watts.central / 1000 - central) < 1e-12)
        #expect(abs(watts.high / 1000 - high) < 1e-12)
    }

    @Test(
        "A processor is known by its model name, a virtual machine has its threads' part of it",
        arguments: [
            ("AMD EPYC 7742 64-Core Processor", 256, 2, false, "epyc-7742", 450.0),
            ("AMD EPYC 7742 64-Core Processor", 16, 16, true, "epyc-7742", 28.125),
            ("Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz", 80, 2, false, "xeon-6148", 300),
            ("Intel(R) Xeon(R) Platinum 8480+", 112, 1, false, "xeon-8480+", 350),
            ("AMD EPYC 7543P 32-Core Processor", 64, 1, false, "unknown", 85),
            ("AMD EPYC", 2, 1, true, "unknown", 85), ("AMD EPYC", 8, 8, true, "unknown", 85),
            ("Cortex", 8, 2, false, "unknown", 170), ("", 1, 1, false, "unknown", 85),
        ])
    func processors(model: String, threads: Int, sockets: Int, isVirtual: Bool, name: String, watts: Double) throws {
        let host = try FakeHost()
        try host.cpuinfo(model: model, threads: threads, sockets: sockets, isVirtual: isVirtual)
        var meter = meter(host)
        let energy = meter.total(now: .seconds(1), processorSeconds: 0, elsewhere: 0)
        #expect(energy.processor.threads == threads && energy.processor.modelName == model)
        #expect(energy.power.name == name && energy.power.tdp.central == watts)
        #expect(energy.power.tdp.low <= watts && watts <= energy.power.tdp.high && !energy.power.source.isEmpty)
    }

    @Test("A TDP that the user gives holds for all sockets together")
    func given() throws {
        let host = try FakeHost()
        try host.cpuinfo(model: "AMD EPYC 7742 64-Core Processor", threads: 4, sockets: 2)
        var meter = meter(host, tdp: .watts(60))
        // Without /proc/stat, the run's own time is the load: 40 of 40 seconds.
        let energy = meter.total(now: .seconds(10), processorSeconds: 40, elsewhere: 0)
        #expect(energy.power.name == "given" && energy.load == 1 && energy.share == 1)
        #expect(energy.joules.central == 600)
    }

    @Test("Workers on other hosts are charged this machine's joules a CPU-second")
    func elsewhere() throws {
        let host = try FakeHost()
        try host.cpuinfo(model: "any", threads: 4)
        var meter = meter(host, tdp: .watts(60))
        let energy = meter.total(now: .seconds(10), processorSeconds: 40, elsewhere: 20)
        #expect(energy.elsewhereJoules == 300 && energy.joules.central == 900 && energy.machineJoules.central == 600)
    }

    @Test("Where counters are denied or lost on the way, the model covers the whole run and the reason is told")
    func fallback() throws {
        let host = try FakeHost()
        try host.cpuinfo(model: "any", threads: 4)
        try host.zone("intel-rapl:0", name: "package-0", microjoules: 0)
        try host.stat(busy: 0, idle: 0)
        var lost = meter(host, tdp: .watts(60))
        host.answers.deny("energy_uj")
        var denied = meter(host, tdp: .watts(60))
        try host.stat(busy: 4000, idle: 0)
        let energies = [
            lost.total(now: .seconds(10), processorSeconds: 40, elsewhere: 0),
            denied.total(now: .seconds(10), processorSeconds: 40, elsewhere: 0),
        ]
        #expect(energies.map(\.absence) == [.lost(zone: "package-0"), .denied])
        #expect(energies.allSatisfy { abs($0.joules.central - 600) < 1e-9 })
    }

    @Test("An hour's sampling reads each counter and the load at most once in five seconds, and opens nothing else")
    func overhead() throws {
        let host = try FakeHost()
        try host.zone("intel-rapl:0", name: "package-0", microjoules: 0)
        try host.zone("intel-rapl:0:0", name: "core", microjoules: 0)
        try host.cpuinfo(model: "any", threads: 4)
        try host.stat(busy: 0, idle: 0)
        var meter = meter(host)
        #expect(meter.interval == .seconds(5))
        let before = host.answers.count("")
        var samples = 0
        var now = Duration.zero
        while now < .seconds(3600) {
            now += meter.interval
            samples += 1
            meter.sample(now: now)
        }
        #expect(samples == 720)
        #expect(host.answers.count("energy_uj") == 1 + samples)
        #expect(host.answers.count("") - before == 2 * samples)
    }

    @Test("A counter that wraps around soon is sampled more often, with room for a sample that fails")
    func interval() throws {
        let host = try FakeHost()
        try host.zone("intel-rapl:0", name: "package-0", microjoules: 0, range: 4_000_000_000)
        #expect(meter(host).interval == .seconds(1))
    }

    @Test("A sampler gathers by itself, and stops when it is let go")
    func sampler() throws {
        var sampler: HostSampler? = HostSampler(catalog: .builtIn, tdp: .watts(100))
        let energy = try #require(sampler?.total(processorSeconds: 1, elsewhere: 0))
        #expect(energy.joules.central > 0 && energy.joules.low <= energy.joules.central)
        #expect(energy.joules.central <= energy.machineJoules.central)
        sampler = nil
        #expect(sampler == nil)
    }
}
