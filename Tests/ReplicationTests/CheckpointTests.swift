import Attendance
import Foundation
import Replication
import Testing

/// Sums over contents that do not depend on the order in which they came.
struct CheckpointTests {
    @Test func theOrderDoesNotMatterAndDoublesDo() {
        let weights = (0..<50).map { UInt128($0) << 100 + 7 }
        var (forth, back, doubled) = (BucketSum(), BucketSum(), BucketSum())
        for weight in weights { forth.add(weight) }
        for weight in weights.reversed() { back.add(weight) }
        for weight in weights + [weights[3]] { doubled.add(weight) }
        #expect(forth == back)
        #expect(forth != doubled)
        doubled.remove(weights[3])
        #expect(forth == doubled)
        for weight in weights { forth.remove(weight) }
        #expect(forth == BucketSum())
    }

    /// Each field of what a node holds counts, so that no difference goes unnoticed.
    @Test func everyFieldOfAPersonAndASampleCounts() throws {
        let (id, sections) = (PersonID(UUID()), try [SectionID("7b")])
        let people = [
            try Person(id: id, name: "Ada", number: "7", sections: sections),
            try Person(id: id, name: "Adb", number: "7", sections: sections),
            try Person(id: id, name: "Ada", number: nil, sections: sections),
            try Person(id: id, name: "Ada", number: "7", sections: []),
            try Person(id: id, name: "Ada", number: "7", sections: sections, consent: 2),
        ]
        #expect(Set(people.map { FeedContent.bytes(of: $0) }).count == people.count)
        let (sampleID, model) = (SampleID(UUID()), try ModelID(String(repeating: "a", count: 64)))
        func sample(
            _ values: [Float] = [0, 1], person: PersonID = id, model: ModelID = model, quality: Float = 0.5,
            origin: Sample.Origin = .capture, created: Int64 = 1
        ) throws -> [UInt8] {
            FeedContent.bytes(of: Sample(
                id: sampleID, person: person, model: model, embedding: try Embedding(values), quality: quality,
                origin: origin, created: created))
        }
        let samples = [
            try sample(), try sample([1, 0]), try sample(person: PersonID(UUID())), try sample(quality: 0.25),
            try sample(model: try ModelID(String(repeating: "b", count: 64))), try sample(origin: .labelled),
            try sample(created: 2),
        ]
        #expect(Set(samples).count == samples.count)
    }

    @Test(arguments: [
        "", "0", String(repeating: "g", count: 32), String(repeating: "A", count: 32),
        "+" + String(repeating: "0", count: 31),
    ])
    func whatIsNoSumIsRefused(text: String) {
        #expect(UInt128(hexadecimal: text) == nil)
    }

    @Test func anEmptyBucketIsNone() throws {
        let checkpoint = Checkpoint([Bucket(model: nil, sum: BucketSum())])
        #expect(checkpoint == Checkpoint([]))
        let full = Checkpoint([Bucket(model: nil, sum: BucketSum(count: 2, sum: .max - 3))])
        #expect(try WireCoding.decode(Checkpoint.self, from: WireCoding.encode(full)) == full)
    }

    /// Row 21: entries that a release does not know, as a node reads them.
    @Test(arguments: [
        (#"{"greeting":{"text":"hello"}}"#, FeedProblem.skipped(kind: "greeting")),
        (#"{"greeting":{},"required":false}"#, .skipped(kind: "greeting")),
        (#"{"iris":{},"required":true}"#, .required(kind: "iris")),
        (#"{"iris":{},"required":"perhaps"}"#, .required(kind: "iris")),
        (#"{"person":{"id":"no"}}"#, .damaged(kind: "person")),
        (#"{"person_removed":5}"#, .damaged(kind: "person_removed")),
        (#"5"#, .damaged(kind: "")),
    ])
    func unknownEntries(json: String, problem: FeedProblem) throws {
        let text = """
            {"changes":[\(json)],"cursor":"x","up_to_date":true,"reset":false,"checkpoint":[]}
            """
        let page = try WireCoding.decode(FeedPage.self, from: Array(text.utf8))
        #expect(page.problems == [problem])
        #expect(page.changes.isEmpty)
    }
}
