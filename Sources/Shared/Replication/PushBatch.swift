import Attendance
import Defects

/// What every version of a header has.
private struct SpokenVersion: Decodable {
    let v: Int
    /// Names of what the sender says must be understood; this release requires nothing.
    let required: [String]?
}

/// A batch as it travels: NDJSON, the header line and then one line for each operation.
package struct PushBatch: Hashable, Sendable {
    package let header: PushHeader
    /// The operations' lines as they lie in the outbox, without line ends: sent as stored, so that a resent
    /// operation has the same bytes and the same hash.
    package let lines: [[UInt8]]

    package init(header: PushHeader, lines: [[UInt8]]) {
        self.header = header
        self.lines = lines
    }

    package func encoded() throws -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        return lines.reduce(into: try WireCoding.encode(header) + [newline]) { bytes, line in
            bytes += line
            bytes.append(newline)
        }
    }

    /// Splits what `encoded()` wrote; the operations' lines stay bytes, since one bad line must not block the
    /// others. Throws `ReplicationError` when the header is bad, the count of lines does not fit it, or the end is
    /// missing: half a line must not be put aside as if the node had written it.
    package init(encoded bytes: [UInt8]) throws {
        guard bytes.last == UInt8(ascii: "\n") || Defect.partTaken.isActive else {
            throw ReplicationError.malformed("the batch is cut off: its last line has no end")
        }
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        guard let first = lines.first else { throw ReplicationError.malformed("the batch is empty") }
        // The version first: another one may have another header.
        if let spoken = try? WireCoding.decode(SpokenVersion.self, from: first) {
            guard Protocol.versions.contains(spoken.v) else { throw ReplicationError.version(spoken.v) }
            if let name = spoken.required?.first { throw ReplicationError.required(name) }
        }
        do {
            header = try WireCoding.decode(PushHeader.self, from: first)
        } catch {
            throw ReplicationError.malformed("the batch's first line is not a valid header")
        }
        lines.removeFirst()
        guard (1...Protocol.farthestSequence).contains(header.first),
            (header.first - 1...Protocol.farthestSequence).contains(header.last),
            (1...header.first).contains(header.oldest), lines.count <= Protocol.operationsPerBatch,
            header.last - header.first == Int64(lines.count) - 1
        else {
            throw ReplicationError.malformed(
                "the header announces operations \(header.first) to \(header.last) but \(lines.count) follow")
        }
        self.lines = lines.map(Array.init)
    }
}
