/// A decimal number without rounding: `digits · 10^-places`.
///
/// Comparison and equality are by value: 1.10 equals 1.1.
package struct ExactDecimal: Comparable, Sendable {
    /// All digits as one integer.
    package let digits: Int128
    /// Digits behind the point, at least 0.
    package let places: Int

    /// `digits · 10^-places`.
    package init(_ digits: Int128, places: Int = 0) {
        precondition(places >= 0, "\(places) places")
        self.digits = digits
        self.places = places
    }

    /// Reads plain digits with at most one point between them, such as `0.545`; `nil` for anything else.
    package init?(parsing text: some StringProtocol) {
        var digits: Int128 = 0
        var places: Int?
        var previous: Character = "."
        for character in text {
            if character == ".", places == nil, previous != "." {
                places = 0
            } else if character.isASCII, let digit = character.wholeNumberValue, digits < 1_000_000_000_000_000_000 {
                digits = digits * 10 + Int128(digit)
                places = places.map { $0 + 1 }
            } else {
                return nil
            }
            previous = character
        }
        guard previous != "." else { return nil }
        self.init(digits, places: places ?? 0)
    }

    /// For printing and statistics only.
    package var value: Double {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        return Double(digits) / scale
    }

    /// This number × 10^-places.
    package func shifted(right more: Int) -> Self { Self(digits, places: places + more) }

    package static func * (a: Self, b: Self) -> Self { Self(a.digits * b.digits, places: a.places + b.places) }
    package static func - (a: Self, b: Self) -> Self {
        let places = max(a.places, b.places)
        return Self(a.aligned(to: places) - b.aligned(to: places), places: places)
    }
    package static func + (a: Self, b: Self) -> Self { a - Self(-b.digits, places: b.places) }
    package static func == (a: Self, b: Self) -> Bool { (a - b).digits == 0 }
    package static func < (a: Self, b: Self) -> Bool { (a - b).digits < 0 }

    private func aligned(to places: Int) -> Int128 {
        (self.places..<places).reduce(digits) { digits, _ in digits * 10 }
    }
}
