import Attendance
import Crypto
import Foundation
import Replication
import Service

/// The ledger as a file of its own beside the database, so that a restored backup does not bring anybody back: one
/// line of JSON for each erasure, each with the chain over all before it. Only ever appended to.
package struct LedgerFile: Sendable {
    private struct Line: Codable {
        let chain: Digest
        let entry: ErasureEntry
    }

    package let path: String
    package private(set) var entries: [ErasureEntry] = []
    /// What all entries come to.
    package private(set) var chain = Digest.chainStart
    /// Whole lines, in bytes; what follows was cut off while it was written.
    private var validBytes = 0

    /// Largest ledger, in bytes: some two million erasures. A larger one is refused.
    static let maximumBytes = 1 << 30

    /// Reads what is there; nothing where there is no file. A last line without its end is left out: its writing was
    /// cut off, and success was never told. Throws `HubError.damaged` for everything else that does not add up.
    package init(path: String) throws {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else { return }
        let bytes = try PrivateFile.read(path, maximumBytes: Self.maximumBytes)
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let text = rest[..<end]
            guard let line = try? WireCoding.decode(Line.self, from: text),
                try Self.next(chain, line.entry) == line.chain
            else {
                throw HubError(
                    .damaged, "\(path) is damaged at line \(entries.count + 1)",
                    advice: "Put back its copy. Erased people could come back without it.")
            }
            chain = line.chain
            entries.append(line.entry)
            validBytes = end + 1
            rest = rest[(end + 1)...]
        }
    }

    /// Appends entries that the file lacks; returns when they are on the disk.
    package mutating func append(_ added: [ErasureEntry]) throws {
        let known = Set(entries.map(\.id))
        let missing = added.filter { !known.contains($0.id) }
        guard !missing.isEmpty else { return }
        var chain = chain
        var bytes: [UInt8] = []
        for entry in missing {
            chain = try Self.next(chain, entry)
            bytes += try WireCoding.encode(Line(chain: chain, entry: entry)) + [UInt8(ascii: "\n")]
        }
        // Whatever follows the last whole line is what a power cut left of one.
        try PrivateFile.extend(path, from: validBytes, bytes)
        self.chain = chain
        entries += missing
        validBytes += bytes.count
    }

    private static func next(_ chain: Digest, _ entry: ErasureEntry) throws -> Digest {
        chain.chained(with: Digest(bytes: SHA256.hash(try WireCoding.encode(entry))), hash: SHA256.hash)
    }
}
