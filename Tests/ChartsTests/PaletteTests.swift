import Charts
import Foundation
import Testing

@Suite struct PaletteTests {
    /// Relative luminance as WCAG 2 defines it.
    private func luminance(_ color: String) throws -> Double {
        let value = try #require(Int(color.dropFirst(), radix: 16))
        let parts = [value >> 16, value >> 8 & 255, value & 255].map { part in
            let share = Double(part) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private func contrast(_ one: String, _ other: String) throws -> Double {
        let (a, b) = (try luminance(one), try luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// CIE lightness, 0 to 100: what remains on a grey printer.
    private func lightness(_ color: String) throws -> Double { 116 * cbrt(try luminance(color)) - 16 }

    @Test(arguments: [Palette.light, .dark])
    func `lines, texts and labels can be told from what is behind them`(palette: Palette) throws {
        let (ink, muted) = (try contrast(palette.ink, palette.ground), try contrast(palette.muted, palette.ground))
        #expect(ink >= 7 && muted >= 4.5)
        for hue in palette.hues {
            let (line, text) = (try contrast(hue.line, palette.ground), try contrast(hue.text, hue.fill))
            #expect(line >= 3 && text >= 4.5, "\(hue.line) \(line), \(hue.fill) \(text)")
        }
    }

    @Test(arguments: [(Palette.light, 20.0), (.dark, 13)])
    func `neighbouring areas differ in lightness`(palette: Palette, least: Double) throws {
        for (one, next) in zip(palette.hues, palette.hues.dropFirst()) {
            let difference = abs(try lightness(one.fill) - lightness(next.fill))
            #expect(difference >= least, "\(one.fill) and \(next.fill): \(difference)")
        }
    }
}
