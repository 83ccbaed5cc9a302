import Attendance
import Crypto
import EdgeNodeCore
import HTTP
import HubCore
import Replication
import Trust

/// What nodes pull from hubs, and the lists of erasures both ways.
enum FeedTargets {
    static let all = [page, erasurePage, erasureReport, manifest, chunk, entries, receipt]

    private static let words = [
        "\"person\":", "\"sample\":", "\"sample_removed\":", "\"person_removed\":", "\"required\":true",
        "\"up_to_date\":true", "\"reset\":true", "\"snapshot\":true", "\"checkpoint\":[]", "\"count\":", "\"consent\":",
        "\n", "{}", "[]", "null",
    ]

    private static let page = FuzzTarget(
        "feed-page", words: words, shortRun: 2_000,
        seeds: {
            let cursor = Cursor(incarnation: Examples.incarnation, position: 7)
            let checkpoint = Checkpoint([Bucket(model: nil, sum: BucketSum(count: 2, sum: 99))])
            return try [
                FeedPage(
                    changes: Examples.changes, cursor: cursor, upToDate: true, reset: false, checkpoint: checkpoint),
                FeedPage(changes: [], cursor: cursor, upToDate: false, reset: true, checkpoint: nil, snapshot: true),
            ].map { try WireCoding.encode($0) }
        },
        reader: {
            let database = try Examples.nodeDatabase()
            return { bytes in
                guard let page = try? WireCoding.decode(FeedPage.self, from: bytes) else { return false }
                _ = try? page.cursor.parsed()
                for change in page.changes { _ = (FeedContent.bytes(of: change), FeedSubject(change)) }
                var machine = FeedMachine(cursor: nil, galleryIsStale: false)
                for input in [.wake, .page(page), .page(page), .checked(false), .page(page)] as [FeedMachine.Input] {
                    _ = machine.handle(input, random: 0.5, now: 1_000)
                }
                return Undone.run(on: database) {
                    try RosterTable.apply(page.changes, cursor: page.cursor, reset: page.reset, in: database)
                    if let checkpoint = page.checkpoint { _ = try RosterTable.verify(checkpoint, in: database) }
                }
            }
        })

    private static let erasurePage = FuzzTarget(
        "erasure-page", words: words, shortRun: 2_000,
        seeds: {
            let other = Erasure(
                id: Examples.identifier(40), position: 2, digest: .chainStart, person: nil, samplesOnly: false,
                consent: nil, at: Examples.now)
            return try [[Examples.erasure], [Examples.erasure, other], []].map {
                try WireCoding.encode(ErasurePage(
                    incarnation: Examples.incarnation, erasures: $0, head: Int64($0.count), isRecovering: false))
            }
        },
        reader: {
            let database = try Examples.nodeDatabase()
            return { bytes in
                guard let page = try? WireCoding.decode(ErasurePage.self, from: bytes) else { return false }
                return Undone.run(on: database) {
                    try EdgeNodeCore.ErasureTable.apply(page, in: database)
                    try EdgeNodeCore.ErasureTable.attest(
                        EdgeNodeCore.ErasureTable.open(in: database), galleryRoot: nil, at: Examples.now, in: database)
                    _ = try EdgeNodeCore.ErasureTable.report(in: database)
                }
            }
        })

    private static let erasureReport = FuzzTarget(
        "erasure-report", words: words, shortRun: 2_000,
        seeds: {
            try [[Examples.erasure], []].map { try WireCoding.encode(ErasureReport(erasures: $0, isLast: true)) }
        },
        reader: {
            let database = try Examples.hubDatabase()
            // A hub that lost data: otherwise it does not look at reports.
            let seen = try PreparedBatch(Examples.batch([], nonce: Nonce(count: 9, random: 1)), from: Examples.node)
            let fresh = Ingest.Fresh(nonce: 1, incarnation: Examples.identifier(41))
            let outcome = try database.transaction {
                try Ingest.take(seen, from: Examples.node, received: Examples.now, fresh: fresh, in: database)
            }
            precondition(outcome.hasLostData, "the hub does not listen to reports")
            return { bytes in
                guard let report = try? WireCoding.decode(ErasureReport.self, from: bytes) else { return false }
                return Undone.run(on: database) {
                    try Erasing.take(
                        report, from: Examples.node, at: Examples.now, newLife: Examples.incarnation, in: database)
                    _ = try Erasing.entries(in: database)
                }
            }
        })

    /// With a good signature, since whoever cannot sign gets no further.
    private static let manifest = FuzzTarget(
        "snapshot-manifest", words: words, shortRun: 3_000,
        seeds: {
            let chunk = SnapshotManifest.Chunk(sha256: Hex.encode(SHA256.hash([3])), bytes: 900, rows: 2)
            let part = SnapshotManifest.Part(
                bucket: Bucket(model: Examples.model, sum: BucketSum(count: 2, sum: 5)), chunks: [chunk])
            let line = try WireCoding.encode(SnapshotManifest(
                incarnation: Examples.incarnation, version: 9, made: Examples.now,
                model: SiteModel(id: Examples.model, name: "sface"), parts: [part]))
            let signature = HubSigner(key: Examples.key, generation: 1).sign(line, purpose: Protocol.snapshotPurpose)
            return [SignedManifest(line: line, signature: try WireCoding.encode(signature)).encoded]
        },
        reader: {
            let floor = Cursor(incarnation: Examples.incarnation, position: 4)
            return { bytes in
                guard let signed = try? SignedManifest(encoded: bytes) else { return false }
                if let signature = try? WireCoding.decode(HubSignature.self, from: signed.signature) {
                    _ = Examples.authority.isValid(signature, of: signed.line, purpose: Protocol.snapshotPurpose)
                }
                guard let manifest = try? signed.manifest() else { return false }
                _ = manifest.checkpoint
                return (try? manifest.check(floor: floor, mark: floor)) != nil
            }
        })

    /// As transferred, compressed.
    private static let chunk = FuzzTarget(
        "snapshot-chunk", shortRun: 5_000,
        seeds: { try lines().compactMap(Gzip.compressed) },
        reader: { { bytes in (try? SnapshotStaging.changes(in: bytes, rows: 3)) != nil } })

    /// The lines of a chunk; changed before they are compressed, so that they are reached at all.
    private static let entries = FuzzTarget(
        "snapshot-entries", words: words, shortRun: 3_000,
        seeds: lines,
        reader: {
            { bytes in
                guard let compressed = Gzip.compressed(bytes) else { return false }
                let changes = try? SnapshotStaging.changes(in: compressed, rows: 3)
                for change in changes ?? [] { _ = FeedContent.bytes(of: change) }
                return changes != nil
            }
        })

    @Sendable private static func lines() throws -> [[UInt8]] {
        let lines = try Examples.changes.map { try WireCoding.encode($0) + [UInt8(ascii: "\n")] }
        return [Array(lines[0...2].joined()), Array(lines.joined())]
    }

    private static let receipt = FuzzTarget(
        "erasure-receipt", words: words, shortRun: 2_000,
        seeds: {
            let signature = HubSigner(key: Examples.key, generation: 1).sign([1], purpose: ErasureReceipt.purpose)
            let signed = String(decoding: try WireCoding.encode(signature), as: UTF8.self)
            let zeros = Digest.chainStart
            return [Array("""
                receipt
                {"receipt":{"site":"Hill","digest":"\(zeros)","erasure":{"id":"\(Examples.erasure.id)","position":1,\
                "samples_only":false,"at_ms":1,"actor":"a","reason":"r"},"nodes":[],"ledger_entries":1,\
                "ledger_head":"\(zeros)","issued_ms":5},"signature":\(signed)}
                """.utf8)]
        },
        reader: {
            { bytes in (try? SignedReceipt(printed: bytes).isValid(Examples.authority)) != nil }
        })
}
