/// The colours of figures: the hues of Okabe and Ito's colour-universal set and two more, made alternately dark and pale
/// so that neighbours differ on a grey printer too. Every hue but the first two and the yellow also has a hatch.
package struct Palette: Sendable {
    /// One hue: its areas, its lines (at least 3 : 1 against the ground) and the text on its areas (at least 4.5 : 1).
    package struct Hue: Sendable {
        package let fill: String
        package let line: String
        package let text: String
        /// Drawn over the area.
        package let hatch: String
    }

    package let ground: String
    package let ink: String
    package let muted: String
    package let grid: String
    package let hues: [Hue]

    package static let light = Palette(
        ground: "#ffffff", ink: "#1b1f24", muted: "#565e68", grid: "#dfe3e8",
        hues: [
            ("#005b96", "#005b96"), ("#e69f00", "#b86e00"), ("#007a5a", "#007a5a"), ("#7cc8f2", "#2b87c2"),
            ("#c04a00", "#c04a00"), ("#f0e04d", "#877800"), ("#8f3f71", "#8f3f71"), ("#b4b9bf", "#6b7178"),
            ("#6b4a1f", "#6b4a1f"), ("#f4b8c8", "#c4567a"),
        ].enumerated().map { index, hue in
            let isDark = index % 2 == 0
            return Hue(
                fill: hue.0, line: hue.1, text: isDark ? "#ffffff" : "#1b1f24", hatch: isDark ? "#ffffff" : "#1b1f24")
        })

    package static let dark = Palette(
        ground: "#14171a", ink: "#e6e9ec", muted: "#a3abb3", grid: "#2d333a",
        hues: [
            "#3f92d6", "#f5bd3d", "#21a680", "#a2dbfa", "#ea7a40", "#f7ec86", "#c673aa", "#c3c8cd", "#ab8050",
            "#fbd3de",
        ].map { Hue(fill: $0, line: $0, text: "#0c0e10", hatch: "#0c0e10") })

    /// How many series have a colour of their own; further ones begin again.
    static let count = 10
}

/// Which of the palette's hues, or none of them.
package enum Tone: Sendable, Hashable {
    /// Counted from 0; beyond the last hue they begin again.
    case series(Int)
    /// Nothing happens here: an outline with a faint hatch.
    case empty

    /// The ending of the style classes.
    var key: String {
        switch self {
        case .series(let index): "\(((index % Palette.count) + Palette.count) % Palette.count + 1)"
        case .empty: "0"
        }
    }

    var hatch: Hatch? {
        switch self {
        case .series(let index): Hatch.ofHues[((index % Palette.count) + Palette.count) % Palette.count]
        case .empty: .thin
        }
    }
}

/// Hatches that tell areas apart without colour: a tile of some pixels and what is drawn in it.
enum Hatch: String, Sendable, CaseIterable {
    case rising, falling, dots, crossed, level, upright, thin

    static let ofHues: [Hatch?] = [nil, nil, .rising, .dots, .falling, nil, .crossed, .level, .upright, .rising]

    var tile: Double {
        switch self {
        case .rising, .falling, .crossed: 7
        case .dots, .upright: 6
        case .level: 5
        case .thin: 8
        }
    }

    /// The strokes of one tile, which continue in the next.
    var path: String {
        switch self {
        case .rising: "M-1 1l2-2M0 7l7-7M6 8l2-2"
        case .falling: "M-1 6l2 2M0 0l7 7M6-1l2 2"
        case .crossed: "M-1 1l2-2M0 7l7-7M6 8l2-2M-1 6l2 2M0 0l7 7M6-1l2 2"
        case .dots: "M2.2 3h1.6"
        case .level: "M0 2.5h5"
        case .upright: "M3 0v6"
        case .thin: "M-1 1l2-2M0 8l8-8M7 9l2-2"
        }
    }
}
