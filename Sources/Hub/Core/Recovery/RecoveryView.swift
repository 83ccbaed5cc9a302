import Attendance

/// What `GET /v1/recovery` answers: whether the database lost data, who has told what it may have forgotten, and what
/// is gone for good.
package struct RecoveryView: Hashable, Sendable, Codable {
    /// A life of the database that began because data was lost.
    package struct Life: Hashable, Sendable, Codable {
        package let beganMilliseconds: Int64
        /// Nil: still going on.
        package let endedMilliseconds: Int64?
        /// The node that showed it; nil where an operator restored a backup.
        package let noticedBy: NodeID?
        /// When the backup was made, if there was one.
        package let backupMadeMilliseconds: Int64?

        enum CodingKeys: String, CodingKey {
            case beganMilliseconds = "began_ms"
            case endedMilliseconds = "ended_ms"
            case noticedBy = "noticed_by"
            case backupMadeMilliseconds = "backup_made_ms"
        }
    }

    package struct NodeLine: Hashable, Sendable, Codable {
        package let id: NodeID
        package let name: String
        package let room: RoomID
    }

    /// Nobody gets people or samples from this hub until it is over.
    package let isRecovering: Bool
    /// Nil: the present life began with the site.
    package let life: Life?
    /// Nodes that have handed in their lists of erased people.
    package let reported: [NodeLine]
    /// Active nodes that have not.
    package let awaited: [NodeLine]
    /// `GET /v1/gaps` lists them.
    package let gaps: Int
    package let lostOperations: Int64

    enum CodingKeys: String, CodingKey {
        case life, reported, awaited, gaps
        case isRecovering = "recovering"
        case lostOperations = "lost_operations"
    }
}
