import FuzzCore
import TestSupport
import Testing

/// Inputs on which something went wrong once. Each ended the process that read it.
@Suite(.serialized)
struct FoundInputTests {
    /// Whether the target understands a seed of its own in which `old` was replaced.
    private static func reads(_ name: String, replacing old: String, by new: String) throws -> Bool {
        let target = try #require(FuzzTargets.named(name))
        let texts = try target.seeds().map { String(decoding: $0, as: UTF8.self) }
        let text = try #require(texts.first { $0.contains(old) }, "no seed has \(old)")
        return try target.reader()(Array(text.replacing(old, with: new).utf8))
    }

    @Test("A batch at the end of all numbers: the sequence after the last one does not exist")
    func lastSequences() throws {
        for first in [Int64.max - 1, Int64.max - 2, 1 << 53] {
            let header = "\"first\":\(first),"
            let isTaken = try Self.reads("push-batch", replacing: "\"first\":1,", by: header)
            #expect(!isTaken)
        }
        let target = try #require(FuzzTargets.named("push-batch"))
        let text = String(decoding: try target.seeds()[2], as: UTF8.self)
        for last in [Int64.max, Int64.max - 1] {
            let changed = text.replacing("\"first\":7,\"incarnation", with: "\"first\":\(last),\"incarnation")
                .replacing("\"last\":7,", with: "\"last\":\(last),")
            try #require(changed != text)
            #expect(try !target.reader()(Array(changed.utf8)))
        }
    }

    @Test("Times without a positive counterpart are put aside, not negated")
    func lowestTimes() throws {
        let time = "1800000000000"
        #expect(try Self.reads("push-batch", replacing: "\"created\":\(time)", by: "\"created\":\(Int64.min)"))
        #expect(try Self.reads(
            "push-batch", replacing: "{\"at\":\(time),\"erasure\"", by: "{\"at\":\(Int64.min),\"erasure\""))
    }

    @Test("A nonce whose count cannot grow")
    func lastNonce() throws {
        #expect(try !Self.reads("push-batch", replacing: "\"nonce\":\"3.5\"", by: "\"nonce\":\"\(Int64.max).5\""))
        #expect(try Self.reads("push-batch", replacing: "\"nonce\":\"3.5\"", by: "\"nonce\":\"\(1 << 53).5\""))
    }

    @Test("A hub's clock, and a mark, that sums cannot hold", arguments: [
        ("\"replied\":1800000000003", "\"replied\":\(Int64.min)"),
        ("\"received\":1800000000000", "\"received\":\(Int64.max)"),
        ("\"accepted_through\":3", "\"accepted_through\":\(Int64.max)"),
        ("\"accepted_through\":3", "\"accepted_through\":-1"),
    ])
    func hubsNumbers(_ change: (String, String)) throws {
        #expect(try !Self.reads("push-reply", replacing: change.0, by: change.1))
    }

    @Test("Generations of an authority that nothing follows")
    func lastGeneration() throws {
        let target = try #require(FuzzTargets.named("authority-chain"))
        let chain = try #require(try target.seeds().first {
            String(decoding: $0, as: UTF8.self).contains("\"generation\":\(Int.max)")
        })
        #expect(try target.reader()(chain))
    }
}
