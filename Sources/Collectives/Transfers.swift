/// The transfers of one direction in one round, in a fixed order: none, one (kept inline) or several.
package struct Transfers: Sendable, Hashable, RandomAccessCollection, ExpressibleByArrayLiteral {
    private let first: Transfer?
    private let rest: [Transfer]

    package init(_ single: Transfer?) {
        first = single
        rest = []
    }

    package init(_ list: [Transfer]) {
        first = list.first
        rest = list.count > 1 ? Array(list.dropFirst()) : []
    }

    package init(arrayLiteral list: Transfer...) { self.init(list) }

    package var startIndex: Int { 0 }
    package var endIndex: Int { first == nil ? 0 : rest.count + 1 }

    package subscript(position: Int) -> Transfer {
        guard position > 0 else { return first! }
        return rest[position - 1]
    }
}
