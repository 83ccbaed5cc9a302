import Attendance
import Foundation
import HubCore
import Replication
import Service
import TestSupport
import Testing

struct LedgerFileTests {
    private func entry(_ number: Int) -> ErasureEntry {
        ErasureEntry(
            id: ErasureID(UUID()), digest: Digest(bytes: [UInt8](repeating: UInt8(number), count: 32)),
            samplesOnly: false, consent: nil, at: Int64(number), actor: "administrator", reason: "test")
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        try PrivateFile.read(path, maximumBytes: 1 << 20)
    }

    @Test func linesAreChainedAndReadAgain() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder + "/erasures.ledger"
            var ledger = try LedgerFile(path: path)
            let entries = (1...3).map(entry)
            try ledger.append([entries[0]])
            try ledger.append(entries)
            let again = try LedgerFile(path: path)
            #expect(again.entries == entries && again.chain == ledger.chain && again.chain != .chainStart)
        }
    }

    @Test func aLineCutOffIsLeftOutAndOverwritten() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder + "/erasures.ledger"
            var ledger = try LedgerFile(path: path)
            let entries = (1...3).map(entry)
            try ledger.append(Array(entries.prefix(2)))
            let whole = try bytes(path).count
            try ledger.append(entries)
            try PrivateFile.write(path, Array(try bytes(path).dropLast(7)))
            var cut = try LedgerFile(path: path)
            #expect(cut.entries == Array(entries.prefix(2)))
            try cut.append(entries)
            #expect(try LedgerFile(path: path).entries == entries)
            #expect(try bytes(path).count > whole)
        }
    }

    @Test func aChangedOrMissingLineIsLoud() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder + "/erasures.ledger"
            var ledger = try LedgerFile(path: path)
            try ledger.append((1...3).map(entry))
            let good = try bytes(path)
            let lines = good.split(separator: UInt8(ascii: "\n"))
            let changed = String(decoding: good, as: UTF8.self).replacing("\"at\":2", with: "\"at\":9")
            let shortened = Array((lines[0] + [10]) + (lines[2] + [10]))
            for bad in [Array(changed.utf8), shortened, Array("nonsense\n".utf8)] {
                try PrivateFile.write(path, bad)
                #expect(throws: HubError.self) { try LedgerFile(path: path) }
            }
        }
    }
}
