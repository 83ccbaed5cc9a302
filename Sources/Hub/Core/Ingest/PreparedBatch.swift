import Attendance
import Crypto
import Defects
import Replication

/// A batch with everything that can be found out without the database.
package struct PreparedBatch: Sendable {
    /// One line of it.
    struct Line: Sendable {
        let sequence: Int64
        let bytes: [UInt8]
        /// What the lineage comes to with this line.
        let chain: Digest
        let reading: IngestRules.Reading
    }

    package let header: PushHeader
    let lines: [Line]
    /// Why nothing of it is taken at its word, if so.
    let refusal: String?
    /// The reason in quarantine for what a revoked node sent.
    static let revoked = "the node was revoked when this came"

    /// `body` is what `PushBatch.encoded` wrote. Throws `ReplicationError` for a bad header and `AttendanceError` for
    /// impossible clocks.
    package init(_ body: [UInt8], from node: Node, isRevoked: Bool = false) throws {
        let batch = try PushBatch(encoded: body)
        try IngestRules.checkTime(batch.header.at)
        header = batch.header
        refusal = isRevoked && !Defect.revokedAccepted.isActive ? Self.revoked : nil
        var chain = batch.header.previous
        lines = zip(batch.header.first..., batch.lines).map { sequence, bytes in
            let reading = IngestRules.read(bytes, sequence: sequence, from: node)
            chain = chain.chained(with: Self.digest(of: bytes, reading), hash: SHA256.hash)
            return Line(sequence: sequence, bytes: bytes, chain: chain, reading: reading)
        }
    }

    /// Whether an erasure may be complete with this batch.
    package var hasAttestations: Bool {
        lines.contains { line in
            guard case .operation(let operation) = line.reading, case .attestation = operation.content else {
                return false
            }
            return true
        }
    }

    /// A scrubbed operation stands for the one that was there before.
    private static func digest(of line: [UInt8], _ reading: IngestRules.Reading) -> Digest {
        if case .operation(let operation) = reading, case .scrubbed(let scrubbed) = operation.content {
            return scrubbed.digest
        }
        return Digest(bytes: SHA256.hash(line))
    }

    /// What the lineage comes to through `sequence`, which is at least `header.first` − 1.
    func chain(through sequence: Int64) -> Digest {
        sequence < header.first ? header.previous : lines[Int(sequence - header.first)].chain
    }
}
