import Estimation
import Testing

@Suite struct DecimalRoundingTests {
    /// What Node.js prints.
    @Test(
        "two digits as JavaScript's toFixed: by the binary value, exact halves upwards",
        arguments: [
            (0.125, "0.13"), (0.375, "0.38"), (2.675, "2.67"), (1.005, "1.00"), (8.125, "8.13"), (0.615, "0.61"),
            (1.115, "1.11"), (45.905, "45.91"), (0.005, "0.01"), (0.015, "0.01"), (137.6, "137.60"), (0, "0.00"),
            (1_000_000_000.555, "1000000000.55"), (0.995, "0.99"), (9.999, "10.00"),
        ])
    func javaScript(value: Double, text: String) {
        #expect(DecimalRounding.fixed(value, places: 2, tie: .up) == text)
    }

    /// What CPython prints.
    @Test(
        "digits as Python's format: exact halves to the even neighbour",
        arguments: [
            (137.6, "137.60", "1.38e+02", "137.600000"), (0.125, "0.12", "1.25e-01", "0.125000"),
            (0.375, "0.38", "3.75e-01", "0.375000"), (2.675, "2.67", "2.67e+00", "2.675000"),
            (1.005, "1.00", "1.00e+00", "1.005000"), (99.94, "99.94", "9.99e+01", "99.940000"),
            (99.95, "99.95", "1.00e+02", "99.950000"), (999.5, "999.50", "1.00e+03", "999.500000"),
            (1234.5, "1234.50", "1.23e+03", "1234.500000"), (1235, "1235.00", "1.24e+03", "1235.000000"),
            (1225, "1225.00", "1.22e+03", "1225.000000"), (12_345_678, "12345678.00", "1.23e+07", "12345678.000000"),
            (0.00123456, "0.00", "1.23e-03", "0.001235"), (0.0999, "0.10", "9.99e-02", "0.099900"),
            (1e-5, "0.00", "1.00e-05", "0.000010"), (8.125, "8.12", "8.12e+00", "8.125000"),
            (0, "0.00", "0.00e+00", "0.000000"),
        ])
    func python(value: Double, two: String, scientific: String, six: String) {
        #expect(DecimalRounding.fixed(value, places: 2) == two)
        #expect(DecimalRounding.scientific(value) == scientific)
        #expect(DecimalRounding.fixed(value, places: 6) == six)
    }

    @Test("the shortest text has no point where the number is whole")
    func shortest() {
        #expect([320, 137.6, 0.43, 0, 1e-5].map(DecimalRounding.shortest) == ["320", "137.6", "0.43", "0", "1e-05"])
    }
}
