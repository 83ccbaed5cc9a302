import CSimVFS
import Defects
import SQLite

/// A disk in memory that loses what was not synced, tears it, fills up, or fails at a chosen operation.
/// For one thread; ended by `deinit`, when no connection is open on it.
final class SimulatedDisk {
    private let handle: OpaquePointer
    private let name: String

    /// `name` is unique in the process.
    init(name: String, seed: UInt64) {
        guard let handle = sim_disk_create(name, seed) else { fatalError("no memory for a simulated disk") }
        self.handle = handle
        self.name = name
        sim_disk_set_lying(handle, Defect.syncSkipped.isActive ? 1 : 0)
    }

    deinit {
        sim_disk_free(handle)
    }

    func connect() throws -> Connection {
        let connection = try Connection(path: "database", mode: .readWrite, checked: true, vfs: name)
        // This disk has no files without a name.
        try connection.execute("PRAGMA temp_store = MEMORY")
        return connection
    }

    /// The power goes: synced writes and some of the others are left. Close the connections of before.
    func crash() { sim_disk_crash(handle) }

    /// The process ends, the machine lives: all writes are left. Close the connections of before.
    func kill() { sim_disk_kill(handle) }

    /// Everything fails after so many more writes and syncs, until the next crash or kill.
    func fail(after operations: UInt64) { sim_disk_fail_after(handle, operations) }

    var hasFailed: Bool { sim_disk_has_failed(handle) != 0 }

    /// Writes, truncations and syncs so far.
    var operations: UInt64 { sim_disk_operations(handle) }

    /// The next sync fails; what it should have made durable is given up by the system.
    func failSync() { sim_disk_fail_sync(handle) }

    /// Bytes of all files together; nil: no limit.
    func setCapacity(_ bytes: UInt64?) { sim_disk_set_capacity(handle, bytes ?? 0) }

    /// Nothing is really synced any more.
    func setLying(_ isLying: Bool) { sim_disk_set_lying(handle, isLying ? 1 : 0) }

    /// Whether the bytes stand somewhere in a file, in use or left over.
    func contains(_ bytes: [UInt8]) -> Bool { sim_disk_contains(handle, bytes, UInt64(bytes.count)) != 0 }

    /// Takes over the files of `other` as they are now; connections of before are dead.
    func copy(from other: SimulatedDisk) { sim_disk_copy(handle, other.handle) }
}
