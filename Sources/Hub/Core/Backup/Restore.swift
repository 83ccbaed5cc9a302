import Attendance
import Foundation
import Replication
import SQLite
import Service

/// Makes a data folder of a backup. The database begins a new life far behind all positions that it ever gave out, and
/// everybody whom any ledger at hand names is erased again before a port is opened.
package struct Restore: Sendable {
    /// What was done.
    package struct Outcome: Sendable {
        package let backup: BackupManifest
        package let incarnation: Incarnation
        package let feedPosition: Int64
        /// Ledgers that were at hand beside the backup's own.
        package var ledgers: [String] = []
        /// Erasures of which the backup did not know.
        package var replayed = 0
        /// The authority is of this generation; `keepsAuthority`: it is the old folder's, which is newer.
        package var generation = 1
        package var keepsAuthority = false
        /// Where the old data folder is now.
        package var oldFolder: String?
        /// Active nodes whose lists of erased people are awaited.
        package let awaitedNodes: Int
        /// Crops of photographs that the backup holds.
        package let crops: Int
        /// How old the backup is, by this machine's clock.
        package let ageMilliseconds: Int64

        /// Nodes do not hold any more what was acknowledged so long before.
        package var isOlderThanReserve: Bool { ageMilliseconds > Protocol.reserveMilliseconds }
    }

    let folder: HubFolder
    let backup: String
    let passphrase: [UInt8]?
    /// Further copies of the erasure ledger.
    let ledgers: [String]
    /// Whether a data folder that is there is moved aside.
    let replaces: Bool
    let time: any TimeSource

    package init(
        _ backup: String, to folder: HubFolder, passphrase: [UInt8]? = nil, ledgers: [String] = [],
        replaces: Bool = false, time: any TimeSource = SystemTime()
    ) {
        self.folder = HubFolder(folder.path.count > 1 && folder.path.hasSuffix("/")
            ? String(folder.path.dropLast()) : folder.path)
        self.backup = backup
        self.passphrase = passphrase
        self.ledgers = ledgers
        self.replaces = replaces
        self.time = time
    }

    /// The old data folder stays as it is until the new one is complete.
    package func run() async throws -> Outcome {
        let lock = try claim()
        defer { withExtendedLifetime(lock) {} }
        let staging = HubFolder(folder.path + ".restoring")
        // What an interrupted restore left.
        try? FileManager.default.removeItem(atPath: staging.path)
        try Folder.createPrivate(staging.path)
        do {
            let manifest = try Backup.unpack(backup, passphrase: passphrase, into: staging.path)
            let (generation, keepsAuthority) = try chooseAuthority(staging)
            let used = try gatherLedgers(staging)
            var outcome = try await begin(staging, manifest)
            outcome.ledgers = used
            (outcome.generation, outcome.keepsAuthority) = (generation, keepsAuthority)
            outcome.oldFolder = try moveIntoPlace(staging)
            return outcome
        } catch {
            try? FileManager.default.removeItem(atPath: staging.path)
            throw error
        }
    }

    /// The lock of the data folder that is replaced; nil where there is none.
    private func claim() throws -> FolderLock? {
        if Folder.isEmpty(folder.path) { return nil }
        guard Folder.isFolder(folder.path), replaces else {
            throw HubError(
                .conflict, "\(folder.path) is not empty",
                advice: "Choose an empty folder, or move this one aside with --replace.")
        }
        return try FolderLock(folder: folder.path, owner: "rollcall-hub")
    }

    /// Nodes that followed a rotation refuse an older authority: the old folder's is kept where it goes on from the
    /// backup's.
    private func chooseAuthority(_ staging: HubFolder) throws -> (generation: Int, keepsOld: Bool) {
        let restored = try HubAuthority.load(staging)
        guard replaces, let old = try? HubAuthority.load(folder),
            let newest = old.chain.newest(from: restored.current), newest.generation > restored.current.generation
        else { return (restored.current.generation, false) }
        try old.save(staging)
        return (newest.generation, true)
    }

    /// Every entry of every ledger at hand goes into the new folder's. Throws for one that is damaged.
    private func gatherLedgers(_ staging: HubFolder) throws -> [String] {
        var ledger = try LedgerFile(path: staging.ledgerPath)
        var used: [String] = []
        let beside = [folder.ledgerPath, try staging.configuration().ledgerCopy].compactMap { $0 }
        for path in ledgers {
            guard FileManager.default.fileExists(atPath: path) else {
                throw HubError.notFound("ledger \(path)")
            }
            try ledger.append(try LedgerFile(path: path).entries)
            used.append(path)
        }
        for path in beside where FileManager.default.fileExists(atPath: path) && !ledgers.contains(path) {
            try ledger.append(try LedgerFile(path: path).entries)
            used.append(path)
        }
        return used
    }

    private func begin(_ staging: HubFolder, _ manifest: BackupManifest) async throws -> Outcome {
        let store = try await HubStore.open(path: staging.databasePath)
        do {
            let (incarnation, now) = (Incarnation.fresh(time), time.wallMilliseconds())
            let known = try await store.read { try Erasing.entries(in: $0).count }
            let crops = try await store.read { try CropTable.count(in: $0) }
            let awaited = try await store.commit { database in
                try SiteTable.beginLife(
                    incarnation, noticedBy: nil, backupMade: manifest.madeMilliseconds, at: now, in: database)
                try FeedTable.jump(
                    to: max(manifest.feedPosition, FeedTable.head(in: database)) + HubLimits.restoredFeedGap,
                    in: database)
                return try RecoveryTable.awaited(in: database).count
            }
            let ledger = try await Ledger.open(staging, copy: nil, store: store, log: .silent)
            var outcome = Outcome(
                backup: manifest, incarnation: incarnation, feedPosition: store.feed.position, awaitedNodes: awaited,
                crops: crops, ageMilliseconds: max(0, now - manifest.madeMilliseconds))
            outcome.replayed = await ledger.head.count - known
            await store.stop()
            return outcome
        } catch {
            await store.stop()
            throw error
        }
    }

    /// Gives where the old folder went.
    private func moveIntoPlace(_ staging: HubFolder) throws -> String? {
        try Folder.synchronize(staging.path)
        var oldFolder: String?
        if Folder.isFolder(folder.path) {
            if Folder.isEmpty(folder.path) {
                try FileManager.default.removeItem(atPath: folder.path)
            } else {
                let aside = folder.path + ".before-restore-\(time.wallMilliseconds() / 1_000)"
                try Folder.move(folder.path, to: aside)
                oldFolder = aside
            }
        }
        try Folder.move(staging.path, to: folder.path)
        return oldFolder
    }
}
