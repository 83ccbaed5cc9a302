import Foundation
import TestSupport
import Testing

/// What a push costs on the wire, counted at the socket between a real node's outbox and a real hub.
struct WireCostTests {
    private struct Report: Decodable {
        struct Push: Decodable {
            let events: Int
            let compressed_bytes: Int
            let open_bytes: Int
            let fresh_bytes: Int
        }
        let pushes: [Push]
        let new_sample_bytes: Int
        let snapshot_bytes: Int
    }

    @Test("100 events over TLS take at most twice the bytes of their compressed content, also with a new connection")
    func pushOfAHundred() async throws {
        let outcome = try await Program.run(
            "rollcall-bench", ["sync", "--events", "500", "--samples", "50", "--json"], within: 120)
        try #require(outcome.status == 0, "\(outcome.errors)")
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        let push = try #require(report.pushes.first { $0.events == 100 })
        // More than the content must have gone through, or the counter counts nothing.
        #expect(push.open_bytes > push.compressed_bytes)
        #expect(push.fresh_bytes > push.open_bytes)
        #expect(push.open_bytes <= 2 * push.compressed_bytes, "\(push)")
        #expect(push.fresh_bytes <= 2 * push.compressed_bytes, "\(push)")
        // 128 values of 4 bytes cannot be said in less than 512.
        #expect(report.new_sample_bytes > 512)
        #expect(report.snapshot_bytes > 50 * 512)
    }
}
