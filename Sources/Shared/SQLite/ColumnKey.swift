/// A column of a result: its position from 0, or its name. Literals of either kind will do.
package enum ColumnKey: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, CustomStringConvertible {
    case position(Int)
    case name(String)

    package init(integerLiteral value: Int) { self = .position(value) }
    package init(stringLiteral value: String) { self = .name(value) }

    package var description: String {
        switch self {
        case .position(let position): "column \(position)"
        case .name(let name): "column '\(name)'"
        }
    }
}
