/// One fact that a conflict rests on. Never an embedding; similarities are rounded.
package struct ConflictEvidence: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable {
        case person, faces, sighting, correction, quarantine, outbox
    }

    package let kind: Kind
    /// Of the person, event, correction, node or lineage.
    package var id: String?
    package var node: NodeID?
    package var room: RoomID?
    package var session: SessionID?
    /// Milliseconds since 1970 UTC by the hub's clock, ± `uncertainty`.
    package var at: Int64?
    package var uncertainty: Int64?
    package var similarity: Double?
    package var status: Status?
    package var actor: String?
    package var role: CorrectionRole?
    /// Whether it counts at present.
    package var counts: Bool?
    package var note: String?

    package init(_ kind: Kind, id: String? = nil, note: String? = nil) {
        self.kind = kind
        self.id = id
        self.note = note
    }

    /// Two decimals say enough to decide by, and too little to find a face by.
    package static func rounded(_ similarity: Float) -> Double {
        (Double(similarity) * 100).rounded() / 100
    }

    enum CodingKeys: String, CodingKey {
        case kind, id, node, room, session, similarity, status, actor, role, counts, note
        case at = "at_ms"
        case uncertainty = "uncertainty_ms"
    }
}
