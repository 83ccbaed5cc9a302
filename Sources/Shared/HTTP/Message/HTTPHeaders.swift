/// Header fields in the order received or added. Names compare without regard to ASCII case
/// (RFC 9110 §5.1); a name may occur more than once.
package struct HTTPHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    package private(set) var fields: [Field] = []

    package init() {}

    package init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    package var pairs: [(name: String, value: String)] {
        fields.map { ($0.name, $0.value) }
    }

    /// The first value with this name. Setting replaces all of them; `nil` removes them.
    package subscript(name: String) -> String? {
        get {
            fields.first { equalWithoutCase($0.name, name) }?.value
        }
        set {
            fields.removeAll { equalWithoutCase($0.name, name) }
            if let newValue { fields.append(Field(name: name, value: newValue)) }
        }
    }

    package mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    package func values(of name: String) -> [String] {
        fields.filter { equalWithoutCase($0.name, name) }.map(\.value)
    }
}

/// Compares ASCII text without regard to case; header names are always ASCII.
func equalWithoutCase(_ left: some StringProtocol, _ right: some StringProtocol) -> Bool {
    let left = left.utf8
    let right = right.utf8
    return left.count == right.count && zip(left, right).allSatisfy { lowercase($0) == lowercase($1) }
}

func lowercase(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
}
