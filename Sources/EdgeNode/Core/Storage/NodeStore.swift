import Attendance
import Crypto
import Service
import SQLite

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
        try await read { connection in
            try connection.first("SELECT id, name, room, site, hub, secret FROM node") { row in
                NodeIdentity(
                    node: Node(
                        id: try row.identifier("id"), name: try row.text("name"), room: try RoomID(row.text("room"))),
                    site: try row.text("site"), hub: try row.text("hub"), secret: try row.text("secret"))
            }
        }
    }

    /// Takes over what `join` brought and opens the outbox's first lineage, in one transaction.
    package func adopt(_ identity: NodeIdentity) async throws {
        let lineage = Lineage(bytes: SecureRandom.bytes(16))
        try await write { connection in
            try connection.execute(
                "INSERT INTO node VALUES (1, ?, ?, ?, ?, ?, ?)", identity.node.id.bytes, identity.node.name,
                identity.node.room.text, identity.site, identity.hub, identity.secret)
            try ReplicationState.begin(lineage, in: connection)
        }
    }
}
