import Attendance

/// What hubs need to know of a human's word on one person in one session to agree which word counts.
package struct SiteCorrection: Hashable, Sendable {
    package let id: EventID
    package let session: SessionID
    package let person: PersonID
    package let status: Status
    /// The role of who corrected: a higher number outranks a lower one.
    package let rank: Int
    /// The corrections of the same person and session that its author saw.
    package let supersedes: [EventID]
    /// The rest of it (who, why) as the hub that took it stores it.
    package let body: [UInt8]

    package init(
        id: EventID, session: SessionID, person: PersonID, status: Status, rank: Int, supersedes: [EventID],
        body: [UInt8] = []
    ) {
        self.id = id
        self.session = session
        self.person = person
        self.status = status
        self.rank = rank
        self.supersedes = supersedes
        self.body = body
    }
}
