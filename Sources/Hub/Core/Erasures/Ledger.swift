import Attendance
import Replication
import Service

/// Keeps the ledger's files in step with its table: both hold every erasure, whichever was lost or restored.
package actor Ledger {
    private let store: HubStore
    private var file: LedgerFile
    /// The second file, such as on another machine's share.
    private let copyPath: String?
    private let log: Log

    /// Opens the file and brings table and file to the same entries. Throws `HubError.damaged` for a broken chain.
    package static func open(_ folder: HubFolder, copy: String?, store: HubStore, log: Log) async throws -> Ledger {
        let ledger = Ledger(store: store, file: try LedgerFile(path: folder.ledgerPath), copyPath: copy, log: log)
        try await ledger.reconcile()
        return ledger
    }

    private init(store: HubStore, file: LedgerFile, copyPath: String?, log: Log) {
        self.store = store
        self.file = file
        self.copyPath = copyPath
        self.log = log
    }

    /// Number of entries, and what they come to.
    package var head: (count: Int, chain: Digest) { (file.entries.count, file.chain) }

    /// First the file's entries into the database: a restored one must not serve anybody before.
    private func reconcile() async throws {
        let entries = file.entries
        let replayed = try await store.commit { try Erasing.merge(entries, in: $0) }
        if replayed > 0 {
            log.warning("Erasures that this database had forgotten were carried out again.", ["erasures": replayed])
        }
        try await settle()
    }

    /// After a commit that erased: the files take over the table's new entries, and the write-ahead log is emptied.
    /// Success may be told once this returns.
    package func settle() async throws {
        try file.append(try await store.read { try Erasing.entries(in: $0) })
        appendCopy()
        try await store.forgetDeleted()
    }

    /// A copy that cannot be written (a share that is away) is said, and caught up with the next erasure or start.
    private func appendCopy() {
        guard let copyPath else { return }
        do {
            var copy = try LedgerFile(path: copyPath)
            try copy.append(file.entries)
        } catch {
            log.error("The second copy of the erasure ledger could not be written.", ["error": "\(error)"])
        }
    }
}
