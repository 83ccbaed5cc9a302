import SQLite
import TestSupport
import Testing

struct DatabaseQueueTests {
    private static let schema = [
        Migration("t", "CREATE TABLE t (n INTEGER PRIMARY KEY, turn INTEGER NOT NULL) STRICT;"),
        Migration(
            "late",
            """
            CREATE TABLE parent (id INTEGER PRIMARY KEY);
            CREATE TABLE late (p INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
            """),
    ]
    private struct Stop: Error {}

    private func withQueue(_ body: (DatabaseQueue) async throws -> Void) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let queue = try DatabaseQueue(path: folder + "/a.sqlite", migrations: DatabaseQueueTests.schema)
            try await body(queue)
            await queue.close()
        }
    }

    private func count(_ queue: DatabaseQueue) async throws -> Int {
        try await queue.read { try $0.first("SELECT count(*) FROM t") { try $0.int(0) } ?? -1 }
    }

    @Test func concurrentWritersAllGetTheirOwnResult() async throws {
        try await withQueue { queue in
            let results = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for n in 0..<500 {
                    group.addTask {
                        let seen = try await queue.write { db in
                            try db.execute("INSERT INTO t VALUES (?, 0)", n)
                            return try db.first("SELECT n FROM t WHERE n = ?", n) { try $0.int(0) } ?? -1
                        }
                        return (n, seen)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.count == 500 && results.allSatisfy { $0.0 == $0.1 })
            #expect(try await count(queue) == 500)
        }
    }

    /// While one commit is held up, the others gather and share the next one: right after its own write
    /// returned, each
    /// of them sees the rows of all.
    @Test func waitingWritesShareOneCommit() async throws {
        try await withQueue { queue in
            let gate = Gate()
            let writers = DatabaseQueue.maximumGroupSize
            let seen = try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask {
                    try await queue.write { _ in gate.block() }
                    return writers
                }
                await gate.entered()
                for n in 0..<writers {
                    group.addTask {
                        gate.arrive()
                        try await queue.write { try $0.execute("INSERT INTO t VALUES (?, 0)", n) }
                        return try await self.count(queue)
                    }
                }
                await gate.open(after: writers)
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(seen.count <= 4, "\(seen)")
            #expect(try await count(queue) == writers)
        }
    }

    @Test func aWriteThatThrowsUndoesItsOwnChangesAlone() async throws {
        try await withQueue { queue in
            await withTaskGroup(of: Bool.self) { group in
                for n in 0..<300 {
                    group.addTask {
                        do {
                            try await queue.write { db in
                                try db.execute("INSERT INTO t VALUES (?, 0)", n)
                                if n % 3 == 0 { throw Stop() }
                            }
                            return n % 3 != 0
                        } catch is Stop {
                            return n % 3 == 0
                        } catch {
                            return false
                        }
                    }
                }
                for await isRight in group { #expect(isRight) }
            }
            let wrong = try await queue.read { db in
                try db.first("SELECT count(*) FROM t WHERE n % 3 = 0") { try $0.int(0) }
            }
            #expect(wrong == 0)
            #expect(try await count(queue) == 200)
        }
    }

    /// A rule that is only checked at the commit fails the whole group, and the queue goes on.
    @Test func whenTheCommitFailsEveryCallerOfTheGroupHears() async throws {
        try await withQueue { queue in
            let gate = Gate()
            let failures = await withTaskGroup(of: Int.self) { group in
                group.addTask {
                    try? await queue.write { _ in gate.block() }
                    return 0
                }
                await gate.entered()
                for n in 0..<10 {
                    group.addTask {
                        gate.arrive()
                        do {
                            try await queue.write { db in
                                try db.execute("INSERT INTO t VALUES (?, 0)", n)
                                if n == 5 { try db.execute("INSERT INTO late VALUES (99)") }
                            }
                            return 0
                        } catch {
                            return (error as? SQLiteError)?.isForeignKey == true ? 1 : 100
                        }
                    }
                }
                await gate.open(after: 10)
                return await group.reduce(0, +)
            }
            #expect(failures == 10)
            #expect(try await count(queue) == 0)
            try await queue.write { try $0.execute("INSERT INTO t VALUES (1, 1)") }
            #expect(try await count(queue) == 1)
        }
    }

    @Test func aReaderSeesWhatWasAcknowledgedAndOneState() async throws {
        try await withQueue { queue in
            for n in 0..<50 {
                try await queue.write { try $0.execute("INSERT INTO t VALUES (?, 0)", n) }
                #expect(try await count(queue) == n + 1)
            }
            async let pair = queue.read { db in
                let before = try db.first("SELECT count(*) FROM t") { try $0.int(0) }
                for _ in 0..<2_000_000 { _ = before }
                let after = try db.first("SELECT count(*) FROM t") { try $0.int(0) }
                return before == after
            }
            for n in 50..<80 { try await queue.write { try $0.execute("INSERT INTO t VALUES (?, 0)", n) } }
            #expect(try await pair)
        }
    }

    @Test func closingFinishesWhatWaitsAndRefusesTheRest() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder + "/a.sqlite"
            let queue = try DatabaseQueue(path: path, migrations: DatabaseQueueTests.schema)
            let written = await withTaskGroup(of: Int.self) { group in
                for n in 0..<200 {
                    group.addTask {
                        do {
                            try await queue.write { try $0.execute("INSERT INTO t VALUES (?, 0)", n) }
                            return 1
                        } catch {
                            return (error as? SQLiteError)?.isClosed == true ? 0 : 1000
                        }
                    }
                }
                await queue.close()
                return await group.reduce(0, +)
            }
            let again = try DatabaseQueue(path: path, migrations: DatabaseQueueTests.schema)
            #expect(try await count(again) == written)
            await again.close()
            let error = await #expect(throws: SQLiteError.self) { try await queue.read { _ in } }
            #expect(error?.isClosed == true)
            #expect(!Fixtures.exists(path + "-wal"))
        }
    }

    @Test func tooManyWaitingWritesAreRefusedAsBusy() async throws {
        try await withQueue { queue in
            let gate = Gate()
            let extra = 100
            let busy = await withTaskGroup(of: Int.self) { group in
                for index in 0..<(DatabaseQueue.maximumPendingWrites + extra + 1) {
                    group.addTask {
                        gate.arrive()
                        do {
                            try await queue.write { _ in gate.block() }
                            return 0
                        } catch {
                            return (error as? SQLiteError)?.isBusy == true ? 1 : 1000 + index
                        }
                    }
                }
                await gate.open(after: DatabaseQueue.maximumPendingWrites + extra + 1)
                return await group.reduce(0, +)
            }
            // The group that the gate holds up is no longer waiting; it may be of any size up to the maximum.
            #expect((extra + 1 - DatabaseQueue.maximumGroupSize...extra + 1).contains(busy), "\(busy)")
        }
    }
}
