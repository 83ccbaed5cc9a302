import FoundationEssentials
import Replication
import Service

/// For how long the node may still recognise people without its hub.
package struct LeaseCheck: Sendable {
    private let folder: DataFolder
    private let time: any TimeSource

    private static let fix = "Bring the node into the hub's network and see that rollcall-edge run works there."
    /// Less is a warning, in milliseconds: three days.
    private static let comfortableMilliseconds: Int64 = 3 * 86_400_000

    package init(folder: DataFolder, time: any TimeSource) {
        self.folder = folder
        self.time = time
    }

    /// Nil where no node has joined.
    package func finding() -> DoctorFinding? {
        guard FileManager.default.fileExists(atPath: folder.database) else { return nil }
        do {
            let reader = try NodeReader(folder: folder)
            guard try reader.identity() != nil else { return nil }
            return Self.finding(
                try reader.lease(), now: NodeClock(time: time).moment())
        } catch {
            return .fail("gallery lease", error, fix: Self.fix)
        }
    }

    private static func finding(_ state: LeaseState, now: GalleryLease.Moment) -> DoctorFinding {
        if let ended = state.ended { return .fail("gallery lease", ended.words, fix: fix, .unavailable) }
        guard var lease = state.lease else { return .ok("gallery lease", "begins with the node's first start") }
        lease.note(now)
        if lease.isOver { return .fail("gallery lease", LeaseEnd.ranOut.words, fix: fix, .unavailable) }
        let days = Decimals.text(Double(lease.remaining) / 86_400_000, 1)
        let found = "people are recognised for \(days) more days without the hub"
        return lease.remaining < min(comfortableMilliseconds, lease.duration / 2)
            ? .warn("gallery lease", found, fix: fix) : .ok("gallery lease", found)
    }
}
