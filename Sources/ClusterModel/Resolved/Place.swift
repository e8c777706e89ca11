/// Where a region is, in the words that CodeCarbon has for it.
package struct Place: Hashable, Sendable {
    /// ISO 3166-1 alpha-3.
    package let countryCode: String
    /// In English.
    package let country: String
    /// State, else city; `nil` for a whole country.
    package let area: String?
    /// `nil` for a region of no cloud.
    package let cloud: Cloud?

    /// A region of a cloud.
    package struct Cloud: Hashable, Sendable {
        /// `gcp`, `aws` or `azure`.
        package let provider: String
        /// By the provider's own name.
        package let region: String
    }

    /// From its parts; checks nothing.
    package init(countryCode: String, country: String, area: String?, cloud: Cloud?) {
        self.countryCode = countryCode
        self.country = country
        self.area = area
        self.cloud = cloud
    }

    private static let providers = ["google": "gcp", "aws": "aws", "microsoft": "azure"]

    /// The place that a region's `country`, `country_name` and `place` tell, none if all are absent; the outer `nil` after
    /// logging.
    static func written(
        _ words: [String??], _ fields: MappingReader, region: String, operatorName: String
    ) -> Place?? {
        let given = words.map { $0 ?? nil }
        guard given.contains(where: { $0 != nil }) else { return .some(nil) }
        let keys = [("country", "USA"), ("country_name", "United States")]
        for (key, example) in keys where fields.required(key, example: example) == nil { return nil }
        guard let code = given[0], let name = given[1] else { return nil }
        guard code.count == 3, code.allSatisfy({ $0.isASCII && $0.isUppercase }) else {
            fields.log.error(
                (fields.optional("country") ?? fields.value).location,
                "\(fields.name(of: "country")) is '\(code)', which is no code of a country",
                remedy: "write the three letters of ISO 3166-1, such as USA")
            return nil
        }
        return Place(
            countryCode: code, country: name, area: given[2],
            cloud: providers[operatorName].map { Cloud(provider: $0, region: region) })
    }
}
