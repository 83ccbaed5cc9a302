import Attendance
import Crypto
import EdgeNodeCore
import Foundation
import HubCore
import Replication
import SQLite
import Trust

/// A small school whose messages fuzzing begins with; the same one in every process.
enum Examples {
    static let now: Int64 = 1_800_000_000_000
    static let model = try! ModelID(String(repeating: "a", count: 64))
    static let incarnation: Incarnation = identifier(1)
    static let node = Node(id: identifier(2), name: "node-b202", room: try! RoomID("B202"))
    static let lineage: Lineage = identifier(3)
    static let ann = try! Person(id: identifier(4), name: "Ann Example", number: "17", sections: [SectionID("7b")])
    static let bob = try! Person(id: identifier(5), name: "Bob Exämple", consent: 2)
    static let key = SigningKey(seed: Array(repeating: 6, count: SigningKey.seedByteCount))!
    static let nextKey = SigningKey(seed: Array(repeating: 7, count: SigningKey.seedByteCount))!
    static let token = Token(bytes: Array(repeating: 8, count: Token.byteCount))!
    /// Not a certificate; nothing here looks into one.
    static let certificate = Array("a certificate in DER".utf8)
    static let authority = AuthorityLink(generation: 1, certificate: certificate, key: key.verifyingKey)
    static let at = TimeEvidence(wall: now, sinceBoot: 90_000, boot: "boot-1", offset: -812, offsetError: 41)

    static func identifier<Subject>(_ number: UInt8) -> Identifier<Subject> {
        Identifier(bytes: Array(repeating: number, count: 16))
    }

    static func sample(_ number: UInt8, of person: Person = ann) -> Sample {
        Sample(
            id: identifier(number), person: person.id, model: model, embedding: try! Embedding([0.6, 0, 0.8]),
            quality: 0.9, origin: .capture, created: now)
    }

    static let operations: [OutboxOperation.Content] = [
        .event(Event(
            id: identifier(20), room: node.room, at: at,
            observation: .identification(
                Identification(person: ann.id, model: model, similarity: 0.61, threshold: 0.42, frames: 4)))),
        .event(Event(
            id: identifier(21), room: node.room, at: at,
            observation: .unknown(UnknownSighting(face: identifier(22), model: model, nearest: 0.2, frames: 3)))),
        .enrolment(try! Enrolment(person: ann, samples: [sample(23), sample(24)])),
        .attestation(Attestation(erasure: identifier(25), galleryRoot: model.text, at: now)),
        .scrubbed(ScrubbedOperation(digest: Digest(bytes: SHA256.hash([1])), erasure: identifier(26))),
    ]

    static func header(first: Int64, last: Int64, nonce: Nonce? = nil) -> PushHeader {
        PushHeader(
            lineage: lineage, first: first, last: last, previous: .chainStart, nonce: nonce, instance: identifier(9),
            incarnationSeen: incarnation, acknowledgedSeen: 0, at: at)
    }

    static func batch(_ contents: [OutboxOperation.Content], first: Int64 = 1, nonce: Nonce? = nil) throws -> [UInt8] {
        let lines = try contents.enumerated().map {
            try WireCoding.encode(OutboxOperation(sequence: first + Int64($0), content: $1))
        }
        let header = header(first: first, last: first + Int64(lines.count) - 1, nonce: nonce)
        return try PushBatch(header: header, lines: lines).encoded()
    }

    static let erasure = Erasure(
        id: identifier(30), position: 1, digest: Digest(bytes: SHA256.hash([2])), person: ann.id, samplesOnly: true,
        consent: 2, at: now)

    static let changes: [FeedChange] = [
        .person(ann), .person(bob), .sample(sample(31)), .sampleRemoved(identifier(32)), .samplesRemoved(bob.id),
        .personRemoved(identifier(33)), .model(try! SiteModel(id: model, name: "sface")),
    ]

    /// An empty database of a node, in memory.
    static func nodeDatabase() throws -> Connection {
        let database = try Connection(path: "fuzz-node", mode: .memory)
        try database.migrate(NodeSchema.migrations)
        try database.transaction {
            try ReplicationState.begin(lineage, in: database)
            try database.execute("UPDATE erasure_state SET key = ?", Array(repeating: UInt8(3), count: 32))
            for content in operations.prefix(3) { try OutboxTable.append(content, created: now, to: database) }
            try RosterTable.apply(changes, cursor: nil, reset: false, in: database)
        }
        return database
    }

    /// A hub's database that knows the node, in memory.
    static func hubDatabase() throws -> Connection {
        let database = try Connection(path: "fuzz-hub", mode: .memory)
        try database.migrate(HubSchema.migrations)
        try database.transaction {
            try HubStore.begin(
                site: "Hill School", timeZone: TimeZone(identifier: "Europe/Berlin")!, incarnation: incarnation,
                created: now, erasureKey: Array(repeating: 4, count: 32), in: database)
            try NodeTable.insert(node, key: key.verifyingKey, joined: now, in: database)
            try PeopleTable.insert(ann, created: now, in: database)
        }
        return database
    }
}
