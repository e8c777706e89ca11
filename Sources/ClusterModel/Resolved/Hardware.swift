package import Units

/// An accelerator: its rates, its memory and what it draws.
package struct AcceleratorModel: Hashable, Sendable {
    /// Its name in the catalog.
    package let name: String
    /// Dense 16-bit peak.
    package let peakRate: Estimate<FLOPRate>
    /// HBM or its like.
    package let memoryCapacity: ByteCount
    /// Of that memory.
    package let memoryBandwidth: Estimate<Bandwidth>
    /// Drawn power (HBM included) while computing in training: not the TDP.
    package let activePower: Estimate<Power>
    /// Drawn while idle.
    package let idlePower: Estimate<Power>
    /// Of making one, over its whole life.
    package let embodied: Estimate<CarbonMass>
    /// Thermal design power, a rating that the emulation never uses; `nil` where the catalog has none.
    package let tdp: Estimate<Power>?
    /// Whether it is a device of its own.
    package let kind: Kind

    /// What computes.
    package enum Kind: String, CaseIterable, Sendable {
        case device
        /// The node's own CPU, whose power and embodied emissions are the accelerator's.
        case cpu
    }

    /// From its parts; checks nothing.
    package init(
        name: String, peakRate: Estimate<FLOPRate>, memoryCapacity: ByteCount, memoryBandwidth: Estimate<Bandwidth>,
        activePower: Estimate<Power>, idlePower: Estimate<Power>, embodied: Estimate<CarbonMass>,
        tdp: Estimate<Power>? = nil, kind: Kind = .device
    ) {
        self.tdp = tdp
        self.kind = kind
        self.name = name
        self.peakRate = peakRate
        self.memoryCapacity = memoryCapacity
        self.memoryBandwidth = memoryBandwidth
        self.activePower = activePower
        self.idlePower = idlePower
        self.embodied = embodied
    }
}

/// The link between the accelerators of one node (NVLink, PCIe).
package struct InterconnectModel: Hashable, Sendable {
    /// Its name in the catalog.
    package let name: String
    /// Per accelerator and direction.
    package let bandwidth: Estimate<Bandwidth>
    /// Per message.
    package let latency: Estimate<TimeSpan>

    /// From its parts; checks nothing.
    package init(
        name: String, bandwidth: Estimate<Bandwidth>, latency: Estimate<TimeSpan>
    ) {
        self.name = name
        self.bandwidth = bandwidth
        self.latency = latency
    }
}

/// A host CPU, per socket.
package struct CPUModel: Hashable, Sendable {
    /// Its name in the catalog.
    package let name: String
    /// Drawn per socket while the accelerators of the node train.
    package let activePower: Estimate<Power>
    /// Drawn while idle.
    package let idlePower: Estimate<Power>
    /// Of making one, over its whole life.
    package let embodied: Estimate<CarbonMass>
    /// Thermal design power, a rating of which load curves take shares; `nil` where the catalog has none.
    package let tdp: Estimate<Power>?
    /// Its own, where the catalog has one; it goes before that of the assumptions.
    package let loadCurve: LoadCurve?

    /// From its parts; checks nothing.
    package init(
        name: String, activePower: Estimate<Power>, idlePower: Estimate<Power>, embodied: Estimate<CarbonMass>,
        tdp: Estimate<Power>? = nil, loadCurve: LoadCurve? = nil
    ) {
        self.tdp = tdp
        self.loadCurve = loadCurve
        self.name = name
        self.activePower = activePower
        self.idlePower = idlePower
        self.embodied = embodied
    }
}

/// A network interface card.
package struct NICModel: Hashable, Sendable {
    /// Its name in the catalog.
    package let name: String
    /// Per direction (full duplex).
    package let bandwidth: Bandwidth
    /// At full load; what remains without load follows from the proportionality.
    package let power: Estimate<Power>
    /// Of making one, over its whole life.
    package let embodied: Estimate<CarbonMass>

    /// From its parts; checks nothing.
    package init(
        name: String, bandwidth: Bandwidth, power: Estimate<Power>, embodied: Estimate<CarbonMass>
    ) {
        self.name = name
        self.bandwidth = bandwidth
        self.power = power
        self.embodied = embodied
    }
}

/// An Ethernet or InfiniBand switch.
package struct SwitchModel: Hashable, Sendable {
    /// Its name in the catalog.
    package let name: String
    /// Its radix.
    package let ports: Int
    /// Of one port, per direction.
    package let portBandwidth: Bandwidth
    /// At full load, without optics.
    package let power: Estimate<Power>
    /// Of making one, over its whole life.
    package let embodied: Estimate<CarbonMass>

    /// From its parts; checks nothing.
    package init(
        name: String, ports: Int, portBandwidth: Bandwidth, power: Estimate<Power>, embodied: Estimate<CarbonMass>
    ) {
        self.name = name
        self.ports = ports
        self.portBandwidth = portBandwidth
        self.power = power
        self.embodied = embodied
    }
}

/// A transceiver; each fibre has one at either end.
package struct OpticsModel: Hashable, Sendable {
    /// Its name in the catalog.
    package let name: String
    /// Drawn by one, at any load.
    package let power: Estimate<Power>
    /// Of making one, over its whole life.
    package let embodied: Estimate<CarbonMass>

    /// From its parts; checks nothing.
    package init(
        name: String, power: Estimate<Power>, embodied: Estimate<CarbonMass>
    ) {
        self.name = name
        self.power = power
        self.embodied = embodied
    }
}

/// A storage device.
package struct StorageModel: Hashable, Sendable {
    /// Its name in the catalog.
    package let name: String
    /// Sequential.
    package let readBandwidth: Estimate<Bandwidth>
    /// Sequential, sustained.
    package let writeBandwidth: Estimate<Bandwidth>
    /// Drawn while idle.
    package let idlePower: Estimate<Power>
    /// Drawn while reading or writing.
    package let activePower: Estimate<Power>
    /// Of making one, over its whole life.
    package let embodied: Estimate<CarbonMass>

    /// From its parts; checks nothing.
    package init(
        name: String, readBandwidth: Estimate<Bandwidth>, writeBandwidth: Estimate<Bandwidth>,
        idlePower: Estimate<Power>, activePower: Estimate<Power>, embodied: Estimate<CarbonMass>
    ) {
        self.name = name
        self.readBandwidth = readBandwidth
        self.writeBandwidth = writeBandwidth
        self.idlePower = idlePower
        self.activePower = activePower
        self.embodied = embodied
    }
}

/// A DRAM module; a host has as many as its memory needs, rounded up.
package struct MemoryModule: Hashable, Sendable {
    /// Its name in the catalog.
    package let name: String
    /// Of one module.
    package let capacity: ByteCount
    /// Of one module.
    package let power: Estimate<Power>
    /// Of making one, over its whole life.
    package let embodied: Estimate<CarbonMass>

    /// From its parts; checks nothing.
    package init(name: String, capacity: ByteCount, power: Estimate<Power>, embodied: Estimate<CarbonMass>) {
        self.name = name
        self.capacity = capacity
        self.power = power
        self.embodied = embodied
    }
}

/// A host without its CPUs, memory, accelerators, NICs and storage.
package struct HostModel: Hashable, Sendable {
    /// Its name in the catalog.
    package let name: String
    /// Name of the memory module it takes.
    package let memoryModule: String
    /// Fans, supply losses, board.
    package let basePower: Estimate<Power>
    /// Of making one, over its whole life.
    package let embodied: Estimate<CarbonMass>
    /// The published rating of the whole node with its usual parts; `nil` where none is published.
    package let ratedPower: Estimate<Power>?

    /// From its parts; checks nothing.
    package init(
        name: String, memoryModule: String, basePower: Estimate<Power>, embodied: Estimate<CarbonMass>,
        ratedPower: Estimate<Power>?
    ) {
        self.name = name
        self.memoryModule = memoryModule
        self.basePower = basePower
        self.embodied = embodied
        self.ratedPower = ratedPower
    }
}

extension HostModel {
    /// The host of whoever names none: an eight-GPU chassis from four accelerators on, else a rack server.
    package static func usualPreset(acceleratorsPerNode: Int) -> String {
        acceleratorsPerNode >= 4 ? "gpu-server" : "rack-server"
    }
}

/// What one WAN link needs at both ends and on the way: router ports, transponders, amplifiers.
package struct WANModel: Hashable, Sendable {
    /// Its name in the catalog.
    package let name: String
    /// The most that one set carries, per direction.
    package let capacity: Bandwidth
    /// Of one set, at full load.
    package let power: Estimate<Power>
    /// Of making one set, over its whole life.
    package let embodied: Estimate<CarbonMass>

    /// From its parts; checks nothing.
    package init(name: String, capacity: Bandwidth, power: Estimate<Power>, embodied: Estimate<CarbonMass>) {
        self.name = name
        self.capacity = capacity
        self.power = power
        self.embodied = embodied
    }
}
