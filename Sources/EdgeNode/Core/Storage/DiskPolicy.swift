import Replication

/// What a node does about a disk that fills up. Pure: what the disk says is given.
///
/// Nothing that the hub does not have is ever given up. What gives way, in this order: what the hub has already,
/// gallery files (they are made of what the tables hold), the ballast. Events of 300 bytes each then have its room.
package struct DiskPolicy: Sendable, Equatable {
    /// What one look at the disk showed, in bytes.
    package struct Space: Sendable, Equatable {
        package let total: Int64
        /// That this user may still write.
        package let free: Int64

        package init(total: Int64, free: Int64) {
            self.total = total
            self.free = free
        }
    }

    /// Nearly full, since so many percent were in use.
    package private(set) var isTight = false
    /// The ballast had to go and is not back.
    package private(set) var isSpent = false

    /// From here on the disk is tight, unless `comfortableBytes` are free; and not any more below the second one, in
    /// percent in use.
    package static let tightPercent: Int64 = 90
    package static let roomyPercent: Int64 = 85
    /// No percentage makes a disk tight that has so much free, in bytes.
    package static let comfortableBytes: Int64 = 1 << 30
    /// What the hub acknowledged stays only so long where the disk is tight, in milliseconds (a day).
    package static let tightReserveMilliseconds: Int64 = 86_400_000

    package init() {}

    /// Takes in how the disk looks. `ballast`: whether it is there, and its size.
    /// - Returns: whether the ballast is to be made now: only where as much again stays free, so that it does not come
    ///   and go.
    package mutating func look(_ space: Space, ballast: (isThere: Bool, bytes: Int64)) -> Bool {
        let usedPercent = space.total > 0 ? 100 * (space.total - space.free) / space.total : 100
        let limit = isTight ? Self.roomyPercent : Self.tightPercent
        isTight = usedPercent >= limit && space.free < Self.comfortableBytes
        if ballast.isThere { isSpent = false }
        return !ballast.isThere && space.free / 2 >= ballast.bytes
    }

    /// The ballast had to go.
    package mutating func gaveBallast() { isSpent = true }

    /// How long the hub's backups can be refilled from here, in milliseconds.
    package var reserve: Int64 {
        isTight || isSpent ? Self.tightReserveMilliseconds : Protocol.reserveMilliseconds
    }

    /// Whether a file that can be done without may be written, of so many bytes: not in the room that recording needs.
    package func admitsFile(bytes: Int64, free: Int64) -> Bool {
        !isSpent && free - bytes >= EdgeLimits.recordingBytes
    }

    /// For people; nil where nothing is wrong.
    package var words: String? {
        if isSpent {
            return "The disk was full: the node has given up its reserve and records in its place. Make room."
        }
        return isTight ? "The disk is nearly full: the hub's backups can be refilled for a day only. Make room." : nil
    }
}
