import Attendance
import Foundation
import HubCore
import Service
import Testing
import Vision

/// A database that was set back must not bring anybody back.
struct LedgerReplayTests {
    @Test func anOldDatabaseForgetsAgainWhomTheLedgerNames() async throws {
        try await HubHarness.with { hub async throws in
            let (kept, gone) = (try await hub.addPerson("Ana Castillo"), try await hub.addPerson("Ben Okafor"))
            await hub.server.stop(graceSeconds: 0)
            await hub.hub.store.stop()
            let old = try PrivateFile.read(hub.folder.databasePath, maximumBytes: 1 << 28)
            let names = { (folder: HubFolder) in
                try await HubControl.use(folder) { hub in
                    let people: [PersonView] = try await hub.all("/v1/people")
                    return people.map(\.id)
                }
            }
            let erased: ErasureView = try await HubControl.use(hub.folder) {
                try await $0.post("/v1/people/\(gone)/erasure", ErasureRequest(reason: "left the school"))
            }
            // The negative control: without the ledger the old database has both.
            let ledger = try PrivateFile.read(hub.folder.ledgerPath, maximumBytes: 1 << 20)
            try PrivateFile.write(hub.folder.databasePath, old)
            try FileManager.default.removeItem(atPath: hub.folder.ledgerPath)
            #expect(Set(try await names(hub.folder)) == [kept, gone])
            try PrivateFile.write(hub.folder.databasePath, old)
            try PrivateFile.write(hub.folder.ledgerPath, ledger)
            #expect(try await names(hub.folder) == [kept])
            let list: [ErasureView] = try await HubControl.use(hub.folder) { try await $0.all("/v1/receipts") }
            #expect(list.map(\.id) == [erased.id])
            // A ledger that does not add up stops the start.
            try PrivateFile.write(hub.folder.ledgerPath, Array("{}\n".utf8))
            await #expect(throws: HubError.self) { try await names(hub.folder) }
        }
    }
}
