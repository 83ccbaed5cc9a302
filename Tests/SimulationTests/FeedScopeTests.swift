import Attendance
import Crypto
import EdgeNodeCore
import Foundation
import HubCore
import Replication
import SQLite
import TestSupport
import Testing

/// People move between sections, samples come, people are erased, scopes change; readers of all scopes stop and go on.
/// In the end each holds what the hub says its scope is.
struct FeedScopeTests {
    private static let sections = try! ["7a", "7b", "7c"].map { try SectionID($0) }
    private static let model = try! ModelID(String(repeating: "a", count: 64))

    private struct Reader {
        let node: NodeID
        let database: Connection
        var cursor: Cursor?
    }

    private final class School {
        let hub: Connection
        let life = Incarnation(UUID())
        var people: [Person] = []
        var readers: [Reader] = []

        init(in folder: String) throws {
            hub = try Connection(path: folder + "/hub", mode: .readWrite)
            try hub.migrate(HubSchema.migrations)
            for index in 0..<4 {
                let id = NodeID(bytes: [UInt8](repeating: UInt8(index + 1), count: 16))
                let node = Node(id: id, name: "n\(index)", room: try RoomID("R\(index)"))
                try hub.transaction {
                    try NodeTable.insert(node, key: SigningKey().verifyingKey, joined: 0, in: hub)
                }
                let database = try Connection(path: folder + "/node\(index)", mode: .readWrite)
                try database.migrate(NodeSchema.migrations)
                try database.transaction { try ReplicationState.begin(Lineage(UUID()), in: database) }
                readers.append(Reader(node: id, database: database))
            }
        }

        func close() {
            hub.close()
            for reader in readers { reader.database.close() }
        }

        func act(_ random: inout TestSupport.SplitMix64) throws {
            func someSections() -> [SectionID] { sections.filter { _ in Bool.random(using: &random) } }
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                let person = try Person(id: PersonID(UUID()), name: "P", sections: someSections())
                people.append(person)
                try hub.transaction { try PeopleTable.insert(person, created: 0, in: hub) }
            case 1, 2:
                guard let index = people.indices.randomElement(using: &random) else { return }
                people[index].sections = someSections()
                try hub.transaction { try PeopleTable.update(people[index], in: hub) }
            case 3:
                guard let person = people.randomElement(using: &random) else { return }
                let sample = Sample(
                    id: SampleID(UUID()), person: person.id, model: model, embedding: try Embedding([0, 1]),
                    quality: 1, origin: .capture, created: 0)
                _ = try hub.transaction { try PeopleTable.insert(sample, in: hub) }
            case 4:
                let scope = Scope(sections: someSections())
                let node = readers.randomElement(using: &random)!.node
                _ = try hub.transaction { try NodeTable.setScope(scope, of: node, in: hub) }
            default:
                _ = try hub.transaction { try FeedTable.collect(through: FeedTable.head(in: hub), in: hub) }
            }
        }

        func read(_ index: Int) throws {
            let held = try #require(try NodeTable.scope(of: readers[index].node, in: hub))
            while true {
                let page = try WireCoding.decode(FeedPage.self, from: FeedReader.page(
                    cursor: readers[index].cursor, incarnation: life, holding: held, in: hub))
                let database = readers[index].database
                try database.transaction {
                    try RosterTable.apply(page.changes, cursor: page.cursor, reset: page.reset, in: database)
                }
                readers[index].cursor = page.cursor
                guard let checkpoint = page.checkpoint else { continue }
                #expect(try database.transaction { try RosterTable.verify(checkpoint, in: database) })
                let insiders = held.scope.isSite
                    ? people : people.filter { !Set($0.sections).isDisjoint(with: held.scope.sections) }
                let found = try database.query("SELECT id FROM people") { PersonID(bytes: try $0.blob(0)) }
                #expect(Set(found) == Set(insiders.map(\.id)))
                return
            }
        }
    }

    @Test(arguments: UInt64(1)...20)
    func everyScopeIsWhatTheHubSays(seed: UInt64) async throws {
        var random = TestSupport.SplitMix64(seed: seed)
        try await Fixtures.withTemporaryFolder { folder in
            let school = try School(in: folder)
            defer { school.close() }
            for _ in 0..<60 {
                try school.act(&random)
                if Int.random(in: 0..<3, using: &random) == 0 {
                    try school.read(school.readers.indices.randomElement(using: &random)!)
                }
            }
            for index in school.readers.indices { try school.read(index) }
        }
    }
}
