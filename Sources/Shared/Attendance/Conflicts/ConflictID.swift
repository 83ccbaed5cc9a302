/// Names a conflict by its kind and what it is about, so that the same facts have the same conflicts everywhere:
/// `same-face.<person>.<person>`, `same-number.<person>.<person>`, `two-rooms.<event>`,
/// `corrections.<session>.<person>`, `revoked-node.<node>`, `forked-outbox.<lineage>`.
package struct ConflictID: Hashable, Sendable, CustomStringConvertible {
    package let kind: ConflictKind
    /// 16 bytes each.
    private let subjects: [[UInt8]]

    private static let separator: Character = "."

    private init(_ kind: ConflictKind, _ subjects: [[UInt8]]) {
        self.kind = kind
        self.subjects = subjects
    }

    package static func sameNumber(_ pair: PersonPair) -> Self { Self(.sameNumber, pair.people.map(\.bytes)) }
    package static func sameFace(_ pair: PersonPair) -> Self { Self(.sameFace, pair.people.map(\.bytes)) }
    package static func twoRooms(_ event: EventID) -> Self { Self(.twoRooms, [event.bytes]) }
    package static func corrections(_ session: SessionID, _ person: PersonID) -> Self {
        Self(.corrections, [session.bytes, person.bytes])
    }
    package static func revokedNode(_ node: NodeID) -> Self { Self(.revokedNode, [node.bytes]) }
    package static func forkedOutbox(_ lineage: Lineage) -> Self { Self(.forkedOutbox, [lineage.bytes]) }

    /// Reads what `description` wrote; throws `AttendanceError.invalid` for anything else.
    package init(text: String) throws {
        let parts = text.split(separator: Self.separator, omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.first, let kind = ConflictKind(rawValue: name), parts.count == 1 + kind.subjectCount
        else {
            throw AttendanceError.invalid(
                field: "conflict", problem: "\"\(text.prefix(128))\" is not the id of a conflict")
        }
        self.init(kind, try parts.dropFirst().map { try Identifier<ConflictID>(text: $0).bytes })
    }

    /// The identifier at place `index` of those that follow the kind.
    package func subject<Subject>(_ index: Int) -> Identifier<Subject> { Identifier(bytes: subjects[index]) }

    /// Whom a conflict of two people is between.
    package var pair: PersonPair { PersonPair(subject(0), subject(1)) }

    package var description: String {
        ([kind.rawValue] + subjects.map { Identifier<ConflictID>(bytes: $0).description })
            .joined(separator: String(Self.separator))
    }
}

extension ConflictID: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}

extension ConflictID: Codable {
    package init(from decoder: any Decoder) throws {
        try self.init(text: decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
