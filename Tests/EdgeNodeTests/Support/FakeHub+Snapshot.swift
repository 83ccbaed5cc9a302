import Attendance
import Crypto
import FoundationEssentials
import HTTP
import Replication
import Trust

/// What the fake hub hands out as a whole: one chunk for the people, one for the samples of each model.
extension FakeHub {
    enum SnapshotTrouble: Sendable, Equatable {
        /// Signs with another key.
        case forged
        /// The manifest was changed after it was signed.
        case altered
        /// Shows what it had at this position.
        case old(Int)
        /// Other bytes than the manifest names.
        case otherBytes
        /// The manifest's sums are of other contents.
        case otherSum
        /// Gives at most so many bytes of a chunk, then goes away.
        case cutAfter(Int)
        /// Does not say where a body ends.
        case endless
    }

    func manifest(_ request: HTTPRequest) throws -> HTTPResponse {
        let (manifest, trouble) = try state.withLock { state in
            state.manifests += 1
            return (try Self.manifest(of: state), state.snapshotTrouble)
        }
        var line = try WireCoding.encode(manifest)
        let signer = HubSigner(key: trouble == .forged ? SigningKey() : FakeAuthority.shared.key, generation: 1)
        let signature = try WireCoding.encode(signer.sign(line, purpose: Protocol.snapshotPurpose))
        if trouble == .altered {
            line = Array(String(decoding: line, as: UTF8.self).replacing("\"v\":1", with: "\"v\": 1").utf8)
        }
        return HTTPResponse(body: SignedManifest(line: line, signature: signature).encoded, contentType: "x")
    }

    func chunk(_ request: HTTPRequest) throws -> HTTPResponse {
        let name = try request.parameter("sha256")
        let (found, trouble) = try state.withLock { state in
            (try Self.chunks(of: Array(state.feed)).map(\.bytes).first { Hex.encode(SHA256.hash($0)) == name },
             state.snapshotTrouble)
        }
        guard var bytes = found else { throw HTTPError(404, "chunk_gone", "gone") }
        if trouble == .otherBytes { bytes[bytes.count / 2] ^= 1 }
        let range = request.headers["Range"]!.dropFirst(6).split(separator: "-").map { Int($0)! }
        if case .cutAfter(let limit) = trouble {
            let given = state.withLock { state in
                defer { state.chunkBytes += min(limit, range[1] - range[0] + 1) }
                return state.chunkBytes
            }
            guard given == 0 else { throw HTTPError(502, "away", "away") }
            return HTTPResponse(status: 206, body: Array(bytes[range[0]..<range[0] + limit]), contentType: "x")
        }
        if trouble == .endless { bytes += Array(repeating: 0, count: 1 << 20) }
        let end = trouble == .endless ? bytes.count - 1 : range[1]
        state.withLock { $0.chunkBytes += end - range[0] + 1 }
        return HTTPResponse(status: 206, body: Array(bytes[range[0]...end]), contentType: "x")
    }

    private static func manifest(of state: State) throws -> SnapshotManifest {
        var feed = state.feed
        if case .old(let position) = state.snapshotTrouble { feed = Array(feed.prefix(position)) }
        let parts = try chunks(of: feed).map { chunk in
            var sum = chunk.sum
            if state.snapshotTrouble == .otherSum { sum = BucketSum(count: sum.count, sum: sum.sum &+ 1) }
            return SnapshotManifest.Part(bucket: Bucket(model: chunk.model, sum: sum), chunks: [
                SnapshotManifest.Chunk(
                    sha256: Hex.encode(SHA256.hash(chunk.bytes)), bytes: chunk.bytes.count, rows: Int(sum.count)),
            ])
        }
        return SnapshotManifest(
            incarnation: state.incarnation, version: Int64(feed.count), made: wall, model: nil, parts: parts)
    }

    /// What a reader of all these changes holds.
    private static func alive(_ feed: [FeedChange]) -> [FeedChange] {
        feed.reduce(into: [FeedChange]()) { alive, change in
            alive.removeAll { old in
                switch (old, change) {
                case (.person(let old), .person(let new)): old.id == new.id
                case (.sample(let old), .sample(let new)): old.id == new.id
                case (.sample(let old), .sampleRemoved(let id)): old.id == id
                case (.sample(let old), .samplesRemoved(let id)), (.sample(let old), .personRemoved(let id)):
                    old.person == id
                case (.person(let old), .personRemoved(let id)): old.id == id
                default: false
                }
            }
            if FeedContent.bytes(of: change) != nil { alive.append(change) }
        }
    }

    private static func chunks(
        of feed: [FeedChange]
    ) throws -> [(model: ModelID?, sum: BucketSum, bytes: [UInt8])] {
        let groups = Dictionary(grouping: alive(feed)) { change -> ModelID? in
            if case .sample(let sample) = change { sample.model } else { nil }
        }
        return try groups.sorted { ($0.key?.text ?? "") < ($1.key?.text ?? "") }.map { model, changes in
            var sum = BucketSum()
            var lines: [UInt8] = []
            for change in changes {
                sum.add(BucketSum.weight(ofDigest: SHA256.hash(FeedContent.bytes(of: change)!)))
                lines += try WireCoding.encode(change) + [UInt8(ascii: "\n")]
            }
            return (model, sum, Gzip.compressed(lines)!)
        }
    }

    static func chunkBytes(of feed: [FeedChange]) throws -> Int {
        try chunks(of: feed).reduce(0) { $0 + $1.bytes.count }
    }

    static func checkpoint(of feed: [FeedChange]) throws -> Checkpoint {
        Checkpoint(try chunks(of: feed).map { Bucket(model: $0.model, sum: $0.sum) })
    }
}
