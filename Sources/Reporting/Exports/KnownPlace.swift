internal import ClusterModel

/// Where a site stands, in the words that CodeCarbon has for it.
///
/// Country codes by ISO 3166-1, names and the state or city of Google's cloud regions as in CodeCarbon 3.3.2's own data.
struct KnownPlace: Hashable {
    let country: String
    /// ISO 3166-1 alpha-3.
    let countryCode: String
    /// State, else city; empty for a whole country.
    let region: String
    /// Google's name of the region; `nil` for a country.
    let cloudRegion: String?

    /// By the catalog's region that the site takes its electricity from, else by the site's own name.
    init?(_ site: Site) {
        let path = site.intensity.name.split(separator: ".")
        let name = path.count > 1 && path[0] == "regions" ? String(path[1]) : site.name
        if let (country, place) = Self.cloudRegions[name], let (code, word) = Self.countries[country] {
            self.init(country: word, countryCode: code, region: place, cloudRegion: name)
        } else if let (code, word) = Self.countries[name] {
            self.init(country: word, countryCode: code, region: "", cloudRegion: nil)
        } else {
            return nil
        }
    }

    private init(country: String, countryCode: String, region: String, cloudRegion: String?) {
        self.country = country
        self.countryCode = countryCode
        self.region = region
        self.cloudRegion = cloudRegion
    }

    private static let cloudRegions: [String: (country: String, place: String)] = [
        "us-central1": ("us", "Iowa"),
        "us-east1": ("us", "South Carolina"),
        "us-east4": ("us", "Northern Virginia"),
        "us-west1": ("us", "Oregon"),
        "us-west2": ("us", "California"),
        "europe-north1": ("fi", "Hamina"),
        "europe-west1": ("be", "St. Ghislain"),
        "europe-west2": ("gb", "England"),
        "europe-west3": ("de", "Frankfurt"),
        "europe-west4": ("nl", "Eemshaven"),
        "europe-west6": ("ch", "Zurich"),
        "europe-west9": ("fr", "Paris"),
        "europe-central2": ("pl", "Warsaw"),
        "northamerica-northeast1": ("ca", "Quebec"),
        "southamerica-east1": ("br", "Sao Paulo"),
        "asia-northeast1": ("jp", "Tokyo"),
        "asia-southeast1": ("sg", "Jurong West"),
        "asia-south1": ("in", "Mumbai"),
        "australia-southeast1": ("au", "Sydney"),
        "africa-south1": ("za", "Johannesburg"),
    ]

    private static let countries: [String: (code: String, name: String)] = [
        "us": ("USA", "United States"), "ca": ("CAN", "Canada"), "mx": ("MEX", "Mexico"), "br": ("BRA", "Brazil"),
        "cl": ("CHL", "Chile"), "ar": ("ARG", "Argentina"), "co": ("COL", "Colombia"), "de": ("DEU", "Germany"),
        "fr": ("FRA", "France"), "gb": ("GBR", "United Kingdom"), "es": ("ESP", "Spain"), "it": ("ITA", "Italy"),
        "pt": ("PRT", "Portugal"), "nl": ("NLD", "Netherlands"), "be": ("BEL", "Belgium"),
        "ch": ("CHE", "Switzerland"), "at": ("AUT", "Austria"), "pl": ("POL", "Poland"), "cz": ("CZE", "Czechia"),
        "hu": ("HUN", "Hungary"), "ro": ("ROU", "Romania"), "se": ("SWE", "Sweden"), "no": ("NOR", "Norway"),
        "fi": ("FIN", "Finland"), "dk": ("DNK", "Denmark"), "ie": ("IRL", "Ireland"), "gr": ("GRC", "Greece"),
        "ee": ("EST", "Estonia"), "is": ("ISL", "Iceland"), "cn": ("CHN", "China"), "in": ("IND", "India"),
        "jp": ("JPN", "Japan"), "kr": ("KOR", "South Korea"), "tw": ("TWN", "Taiwan"), "sg": ("SGP", "Singapore"),
        "hk": ("HKG", "Hong Kong"), "id": ("IDN", "Indonesia"), "my": ("MYS", "Malaysia"), "th": ("THA", "Thailand"),
        "vn": ("VNM", "Vietnam"), "ph": ("PHL", "Philippines"), "au": ("AUS", "Australia"),
        "nz": ("NZL", "New Zealand"), "za": ("ZAF", "South Africa"), "eg": ("EGY", "Egypt"), "ke": ("KEN", "Kenya"),
        "ng": ("NGA", "Nigeria"), "sa": ("SAU", "Saudi Arabia"), "ae": ("ARE", "United Arab Emirates"),
        "il": ("ISR", "Israel"), "tr": ("TUR", "Turkey"), "ru": ("RUS", "Russia"), "kz": ("KAZ", "Kazakhstan"),
    ]
}
