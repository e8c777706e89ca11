import TensorKernels
import Testing

@Suite struct SelectionTests {
    @Test("The fastest build that the host can run is chosen when none is named")
    func fastest() throws {
        #expect(try Kernels.select(name: nil).name == Kernels.available.last?.name)
        #expect(Kernels.available.first?.name == "baseline")
    }

    @Test("An unknown build is refused with the names there are")
    func unknown() {
        #expect {
            try Kernels.select(name: "mmx")
        } throws: { error in
            "\(error)".contains("RINGWATT_KERNELS=mmx") && "\(error)".contains("baseline")
        }
    }

    @Test("Each build says its name and its numeric class", arguments: kernelNames)
    func names(name: String) throws {
        let kernels = try Kernels.select(name: name)
        #expect(kernels.name == name)
        #if arch(x86_64)
            #expect(kernels.numericClass == (name == "baseline" ? "no-fma" : "fma"))
        #else
            #expect(kernels.numericClass == "fma")
        #endif
    }
}
