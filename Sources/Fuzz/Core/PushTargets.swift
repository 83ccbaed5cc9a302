import Attendance
import EdgeNodeCore
import HTTP
import HubCore
import Replication
import Service

/// What nodes send to hubs and what comes back.
enum PushTargets {
    static let all = [batch, body, reply]

    private static let words = [
        "\"event\":", "\"enrolment\":", "\"attestation\":", "\"scrubbed\":", "\"seq\":", "\"first\":", "\"last\":",
        "\"oldest\":", "\"nonce\":\"9223372036854775807.1\"", "\n", "{}", "[]", "\"since_boot\":", "\"offset\":",
        "\"created\":", "\"at\":", "\\u0000", "\u{FEFF}", "\"v\":3",
    ]

    /// NDJSON as the hub reads it after decompression: into the database of a hub, and taken back.
    private static let batch = FuzzTarget("push-batch", words: words, shortRun: 3_000, seeds: seeds, reader: reader)

    @Sendable private static func seeds() throws -> [[UInt8]] {
        [
            try Examples.batch(Examples.operations), try Examples.batch([]),
            try Examples.batch([Examples.operations[0]], first: 7, nonce: Nonce(count: 3, random: 5)),
            try Examples.batch([Examples.operations[2], Examples.operations[0]]),
            try Examples.batch(Array(Examples.operations.suffix(2)), first: Protocol.farthestSequence - 1),
        ]
    }

    @Sendable private static func reader() throws -> ([UInt8]) -> Bool {
        let database = try Examples.hubDatabase()
        // A batch and what follows it: the lineage's state, too, is made of what came.
        let next = try PreparedBatch(try Examples.batch([Examples.operations[1]]), from: Examples.node)
        let fresh = Ingest.Fresh(nonce: 11, incarnation: Examples.identifier(12))
        return { bytes in
            guard let batch = try? PreparedBatch(bytes, from: Examples.node) else { return false }
            return Undone.run(on: database) {
                for one in [batch, batch, next] {
                    let outcome = try Ingest.take(
                        one, from: Examples.node, received: Examples.now, fresh: fresh, in: database)
                    _ = try WireCoding.encode(outcome.reply(received: Examples.now, replied: Examples.now))
                }
            }
        }
    }

    /// gzip and deflate.
    private static let body = FuzzTarget(
        "compressed-body", shortRun: 10_000,
        seeds: {
            let long = Array(repeating: UInt8(ascii: "x"), count: 200_000)
            return (try seeds() + [long, []]).compactMap(Gzip.compressed)
        },
        reader: {
            { bytes in
                guard let inflated = try? Gzip.inflated(bytes, maximumBytes: 64 << 10) else { return false }
                precondition(inflated.count <= 64 << 10, "inflated beyond the limit")
                return (try? PreparedBatch(inflated, from: Examples.node)) != nil
            }
        })

    /// The hub's answer to a push, as the node takes it: clock, machine and database.
    private static let reply = FuzzTarget(
        "push-reply", words: ["\"accepted_through\":", "\"items\":", "\"code\":410", "\"replied\":", "\"erasures\":"],
        shortRun: 3_000,
        seeds: {
            let item = PushReply.Item(sequence: 2, outcome: .quarantined, reason: "is of another kind")
            let gone = PushReply.Item(sequence: 1, outcome: .discarded, erasure: Examples.erasure.id)
            return try [(3, []), (2, [item]), (1, [gone]), (0, [])].map { through, items in
                try WireCoding.encode(PushReply(
                    incarnation: Examples.incarnation, acceptedThrough: through, items: items, received: Examples.now,
                    replied: Examples.now + 3, nonce: Nonce(count: 8, random: 0x51AA)))
            }
        },
        reader: {
            let database = try Examples.nodeDatabase()
            return { bytes in
                guard let reply = try? WireCoding.decode(PushReply.self, from: bytes) else { return false }
                compare(reply)
                advance(with: reply)
                return Undone.run(on: database) {
                    try OutboxTable.accept(reply, now: Examples.at, in: database)
                    try OutboxTable.prune(reserve: Protocol.reserveMilliseconds, in: database)
                    _ = try OutboxTable.header(
                        first: reply.acceptedThrough, operations: 0, instance: Examples.identifier(9), erasures: 0,
                        at: Examples.at, in: database)
                }
            }
        })

    private static func compare(_ reply: PushReply) {
        let clock = NodeClock(time: ManualTime(wallMilliseconds: Examples.now, bootNanoseconds: 5_000_000_000))
        for _ in 0..<2 { clock.compared(sent: clock.evidence(), received: reply.received, replied: reply.replied) }
        _ = clock.evidence()
    }

    private static func advance(with reply: PushReply) {
        var machine = PushMachine(acceptedThrough: 0, written: 3)
        var effects = machine.handle(.wake, random: 0.5)
        for _ in 0..<8 where !effects.isEmpty {
            switch effects.removeFirst() {
            case .pullErasures(let after): effects += machine.handle(.erasuresApplied(through: after), random: 0.5)
            case .hello, .send: effects += machine.handle(.replied(reply), random: 0.5)
            case .load(let after, _):
                let operation = StoredOperation(sequence: after &+ 1, line: [0x7B, 0x7D])
                effects += machine.handle(.loaded(after < 3 ? [operation] : []), random: 0.5)
            case .accept, .startNewLineage, .wait, .idle: break
            }
        }
    }
}
