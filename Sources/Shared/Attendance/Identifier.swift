import FoundationEssentials

/// A 128-bit identifier of one kind of thing; identifiers of different kinds do not mix.
/// Text form: lower-case UUID. Used for identity only, never for order (a clock may have been wrong).
package struct Identifier<Subject>: Hashable, Sendable {
    package let uuid: UUID

    package init(_ uuid: UUID) {
        self.uuid = uuid
    }

    /// Throws `AttendanceError.invalid` when `text` is not a UUID.
    package init(text: String) throws {
        guard let uuid = UUID(uuidString: text) else {
            throw AttendanceError.invalid(field: "identifier", problem: "\"\(text.prefix(64))\" is not a UUID")
        }
        self.uuid = uuid
    }

    /// A version 7 UUID (RFC 9562 §5.7): 48 bits of milliseconds, then random bits, so that keys made one
    /// after another lie side by side in a B-tree. Time and randomness are the caller's.
    package static func timeOrdered(milliseconds: Int64, random: (UInt64, UInt64)) -> Self {
        let time = UInt64(max(0, milliseconds)) & 0xFFFF_FFFF_FFFF
        let high = time << 16 | 0x7000 | (random.0 & 0x0FFF)
        let low = 0x8000_0000_0000_0000 | (random.1 & 0x3FFF_FFFF_FFFF_FFFF)
        return Self(bytes: (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * UInt64($0))) }
            + (0..<8).map { UInt8(truncatingIfNeeded: low >> (56 - 8 * UInt64($0))) })
    }

    /// The identifier with these 16 bytes.
    package init(bytes: [UInt8]) {
        precondition(bytes.count == 16, "an identifier has 16 bytes")
        uuid = UUID(uuid: (
            bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
            bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
        ))
    }

    /// The 16 bytes, in network order.
    package var bytes: [UInt8] {
        withUnsafeBytes(of: uuid.uuid) { Array($0) }
    }
}

extension Identifier: CustomStringConvertible {
    package var description: String { uuid.uuidString.lowercased() }
}

extension Identifier: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        try self.init(text: decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A series of operations of one outbox database; a new, restored or repaired database starts a new one.
package enum LineageSubject {}
/// An unknown face that a node keeps until somebody names it.
package enum UnknownFaceSubject {}
/// One life of a hub's database; changes when it was restored.
package enum IncarnationSubject {}
/// One removal of a person or of their face.
package enum ErasureSubject {}
/// One start of a node's process.
package enum InstanceSubject {}
/// One human word on a conflict.
package enum DecisionSubject {}

package typealias PersonID = Identifier<Person>
package typealias SampleID = Identifier<Sample>
package typealias EventID = Identifier<Event>
package typealias SessionID = Identifier<Session>
package typealias NodeID = Identifier<Node>
package typealias Lineage = Identifier<LineageSubject>
package typealias UnknownFaceID = Identifier<UnknownFaceSubject>
package typealias Incarnation = Identifier<IncarnationSubject>
package typealias ErasureID = Identifier<ErasureSubject>
package typealias Instance = Identifier<InstanceSubject>
package typealias DecisionID = Identifier<DecisionSubject>
