import FoundationEssentials

/// What can be bound to a `?` of a statement. An absent optional is bound as null.
package protocol ValueConvertible {
    var databaseValue: Value { get }
}

extension Value: ValueConvertible {
    package var databaseValue: Value { self }
}

extension Int: ValueConvertible {
    package var databaseValue: Value { .integer(Int64(self)) }
}

extension Int64: ValueConvertible {
    package var databaseValue: Value { .integer(self) }
}

extension Int32: ValueConvertible {
    package var databaseValue: Value { .integer(Int64(self)) }
}

extension UInt32: ValueConvertible {
    package var databaseValue: Value { .integer(Int64(self)) }
}

extension Bool: ValueConvertible {
    package var databaseValue: Value { .integer(self ? 1 : 0) }
}

extension Double: ValueConvertible {
    package var databaseValue: Value { .real(self) }
}

extension Float: ValueConvertible {
    package var databaseValue: Value { .real(Double(self)) }
}

extension String: ValueConvertible {
    package var databaseValue: Value { .text(self) }
}

extension [UInt8]: ValueConvertible {
    package var databaseValue: Value { .blob(self) }
}

/// A UUID is kept as its 16 bytes.
extension UUID: ValueConvertible {
    package var databaseValue: Value {
        withUnsafeBytes(of: uuid) { .blob(Array($0)) }
    }
}
