import Attendance
import Crypto
import Service
import SQLite
import Trust

/// Everything a node must not lose, in one SQLite file with one writer.
package final class NodeStore: Sendable {
    package let database: DatabaseQueue

    /// Opens or makes the database. The caller holds the folder's lock.
    package init(folder: DataFolder) throws {
        database = try DatabaseQueue(path: folder.database, migrations: NodeSchema.migrations)
    }

    package func write<T: Sendable>(_ body: @Sendable @escaping (Connection) throws -> T) async throws -> T {
        try await database.write(body)
    }

    package func read<T: Sendable>(_ body: @Sendable @escaping (Connection) throws -> T) async throws -> T {
        try await database.read(body)
    }

    package func close() async {
        await database.close()
    }

    /// Nil before `join`.
    package func identity() async throws -> NodeIdentity? {
        try await read { try IdentityTable.identity(in: $0) }
    }

    /// Takes over what `join` brought and opens the outbox's first lineage where there is none, in one transaction.
    package func adopt(_ identity: NodeIdentity) async throws {
        let lineage = Lineage(bytes: SecureRandom.bytes(16))
        try await write { try IdentityTable.adopt(identity, lineage: lineage, in: $0) }
    }

    /// From now on the hub is known by this generation of its authority.
    func trust(_ authority: AuthorityLink) async throws {
        try await write { try IdentityTable.setAuthority(authority, in: $0) }
    }

    /// See `IdentityTable.nextKey`.
    func nextKey() async throws -> SigningKey {
        try await write { try IdentityTable.nextKey(in: $0) }
    }
}
