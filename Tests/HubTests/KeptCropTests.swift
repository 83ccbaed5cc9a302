import Attendance
import Foundation
import HTTP
import HubCore
import Replication
import SQLite
import Service
import TestSupport
import Testing
import Vision

/// Crops of photographs, from enrolment to their end, and the samples that another model makes of them: with the
/// networks of both.
@Suite(.enabled(
    if: EnrolmentTests.canSee && Fixtures.exists(Fixtures.packs + "/dlib-resnet"),
    "needs the model packs and photographs that deploy/bootstrap fetches"))
struct KeptCropTests {
    private struct StoredSample: Hashable {
        let id: SampleID
        let person: PersonID
        let model: ModelID
    }

    private func configuration(_ embedder: String, keeps: Bool) -> HubConfiguration {
        var configuration = HubConfiguration()
        configuration.embedder = embedder
        configuration.keepEnrolmentCrops = keeps
        return configuration
    }

    /// Starts the hub anew, as an operator does who changed hub.json.
    private func reopened(_ hub: HubHarness, _ embedder: String, keeps: Bool) async throws -> HubHarness {
        await hub.stop()
        let settings = try JSONEncoder().encode(configuration(embedder, keeps: keeps))
        try PrivateFile.write(hub.folder.configurationPath, Array(settings))
        return try await HubHarness.open(hub.folder, packs: Fixtures.packs, time: hub.time)
    }

    private func enrol(_ hub: HubHarness, _ name: String, _ photographs: [String]) async throws -> PersonID {
        let client = HubClient(
            address: hub.server.localAddress, secret: hub.adminSecret, authority: hub.hub.authority.current)
        let reply = try await client.enrol(
            PersonDraft(name: name, number: "n-" + name, sectionNames: ["7b"]),
            photographs: photographs.map { try Photograph(path: Fixtures.photographs + "/persons/\($0).jpg") })
        #expect(reply.photographs.allSatisfy { $0.isAccepted }, "\(reply.photographs)")
        return try #require(reply.person?.id)
    }

    private func stored<Value: Sendable>(
        _ hub: HubHarness, _ sql: String, _ map: (Row) throws -> Value
    ) throws -> [Value] {
        let database = try Connection(path: hub.folder.databasePath, mode: .readOnly)
        defer { database.close() }
        return try database.query(sql, map: map)
    }

    private func crops(_ hub: HubHarness) throws -> [[UInt8]] {
        try stored(hub, "SELECT jpeg FROM crops") { try $0.blob(0) }
    }

    private func samples(_ hub: HubHarness) throws -> [StoredSample] {
        try stored(hub, "SELECT id, person, model FROM samples ORDER BY id") {
            StoredSample(
                id: SampleID(bytes: try $0.blob(0)), person: PersonID(bytes: try $0.blob(1)),
                model: try ModelID($0.text(2)))
        }
    }

    private func view(_ hub: HubHarness) async throws -> ModelsView {
        try await hub.admin(.get, "/v1/models").decode(ModelsView.self)
    }

    private func missing(_ hub: HubHarness, _ model: ModelID) async throws -> [MissingPerson] {
        try await hub.items("/v1/models/\(model)/missing?limit=1")
    }

    /// Parts of each: any of them in a file is a trace.
    private func traces(_ hub: HubHarness, of crops: [[UInt8]]) throws -> [String] {
        let needles = crops.flatMap { crop in
            stride(from: 700, to: crop.count - 64, by: 1_000).map { Array(crop[$0..<$0 + 64]) }
        }
        return try Traces.files(hub, with: needles)
    }

    @Test func nothingIsKeptWhereTheSiteDoesNotSaySo() async throws {
        try await HubHarness.with(packs: Fixtures.packs) { hub async throws in
            _ = try await enrol(hub, "Joe", ["biden-1"])
            #expect(try crops(hub).isEmpty && samples(hub).count == 1)
            #expect(try await view(hub).keepsCrops == false)
        }
    }

    @Test func anotherModelMakesSamplesOfCrops() async throws {
        try await HubHarness.with(packs: Fixtures.packs, configuration: configuration("sface", keeps: true)) { first in
            let joe = try await enrol(first, "Joe", ["biden-1", "biden-2"])
            let barack = try await enrol(first, "Barack", ["obama-1"])
            let kept = try crops(first)
            #expect(kept.count == 3)
            for crop in kept {
                let image = try ImageDecoder.decode(crop).image
                #expect(image.longerSide <= EnrolmentCrop.maximumSide)
            }
            let before = try samples(first)
            let old = try #require(before.first?.model)
            // Somebody of whom there was no photograph.
            let node = try await first.node()
            let cleo = try Person(id: PersonID(UUID()), name: "Cleo", number: "3", sections: [SectionID("7b")])
            let sample = Sample(
                id: SampleID(UUID()), person: cleo.id, model: old, embedding: try Embedding([0.6, 0.8]), quality: 0.9,
                origin: .labelled, created: HubHarness.monday)
            _ = try await first.pushed(
                [try node.line(1, .enrolment(try Enrolment(person: cleo, samples: [sample])))], first: 1, by: node)
            try await first.hub.reembedder.catchUp()
            #expect(try samples(first).count == 4, "the crops' own model has samples already")

            let hub = try await reopened(first, "dlib-resnet", keeps: true)
            let new = try #require(try await view(hub).models.first { $0.pack == "dlib-resnet" })
            #expect(new.missing == 3 && new.waitingCrops == 3 && new.samples == 0 && !new.isComplete)
            let announced = try await ModelAnnouncer.announce(new.id, name: "dlib-resnet", in: hub.hub.store)
            #expect(announced?.isComplete == false)
            #expect(try await missing(hub, new.id).map(\.cause) == ["waiting"], "a page of one")

            try await hub.hub.reembedder.catchUp()
            let made = try samples(hub).filter { $0.model == new.id }
            #expect(made.map(\.person).sorted() == [joe, joe, barack].sorted())
            let sources = before.map { $0.id.made(again: new.id) }
            #expect(Set(made.map(\.id)) == Set(sources))
            let rest: [MissingPerson] = try await missing(hub, new.id)
            #expect(rest.map(\.id) == [cleo.id] && rest.map(\.cause) == ["enrolled_elsewhere"])
            #expect(rest.first?.number == "3" && rest.first?.sections.map(\.text) == ["7b"])
            let csv = try await hub.admin(.get, "/v1/models/\(new.id)/missing?format=csv").text
            #expect(csv.split(separator: "\r\n").count == 2 && csv.contains("Cleo,3,7b,enrolled_elsewhere,"))

            // Again, and with everything forgotten that was noted: nothing is doubled.
            let all = try samples(hub)
            try await hub.hub.reembedder.catchUp()
            #expect(try samples(hub) == all)
            let other = try Connection(path: hub.folder.databasePath, mode: .readWrite)
            try other.execute("DELETE FROM crop_readings")
            other.close()
            try await hub.hub.reembedder.catchUp()
            #expect(try samples(hub) == all)
            #expect(try await view(hub).models.first { $0.id == new.id }?.waitingCrops == 0)

            // Who is enrolled before nodes change gets samples of what they recognise by, too.
            let dan = try await enrol(hub, "Dan", ["obama-2"])
            try await hub.hub.reembedder.catchUp()
            #expect(try Set(samples(hub).filter { $0.person == dan }.map(\.model)) == [old, new.id])

            try await hub.erase(cleo.id, samplesOnly: true)
            let told = try await ModelAnnouncer.announce(new.id, name: "dlib-resnet", in: hub.hub.store)
            #expect(told?.isComplete == true)
            await hub.stop()
        }
    }

    @Test func aCropThatGivesNoSampleIsListedWithItsReason() async throws {
        try await HubHarness.with(packs: Fixtures.packs, configuration: configuration("sface", keeps: true)) { first in
            let joe = try await enrol(first, "Joe", ["biden-1", "biden-2"])
            _ = try await enrol(first, "Barack", ["obama-1"])
            // One of Joe's shows somebody else, who is nameless there, and Barack's cannot be read.
            let other = try Connection(path: first.folder.databasePath, mode: .readWrite)
            let baracks = try #require(try crops(first).last)
            let joes = try samples(first).filter { $0.person == joe }.map(\.id)
            try other.execute("UPDATE crops SET jpeg = ? WHERE sample = ?", baracks, joes[1].bytes)
            try other.execute(
                "UPDATE crops SET jpeg = x'ffd8ffe0' WHERE sample NOT IN (?, ?)", joes[0].bytes, joes[1].bytes)
            other.close()
            let hub = try await reopened(first, "dlib-resnet", keeps: true)
            try await hub.hub.reembedder.catchUp()
            let new = try #require(try await view(hub).models.first { $0.pack == "dlib-resnet" })
            #expect(new.refusedCrops == 2 && new.waitingCrops == 0 && new.missing == 1 && new.samples == 1)
            let barack = try await missing(hub, new.id).first
            #expect(barack?.name == "Barack" && barack?.cause == "refused")
            #expect(barack?.reason.contains("truncated") == true, "\(barack?.reason ?? "")")
            let reasons = try stored(hub, "SELECT problem, reason FROM crop_readings WHERE problem = 'unlike_others'") {
                try $0.text(1)
            }
            #expect(reasons.count == 1 && reasons.allSatisfy { !$0.contains("Barack") })
            await hub.stop()
        }
    }

    @Test func aCropGoesWithItsPersonAndWithTheirConsent() async throws {
        try await HubHarness.with(packs: Fixtures.packs, configuration: configuration("sface", keeps: true)) { hub in
            let joe = try await enrol(hub, "Joe", ["biden-1", "biden-2"])
            let joes = try crops(hub)
            let barack = try await enrol(hub, "Barack", ["obama-1"])
            let baracks = try crops(hub).filter { !joes.contains($0) }
            #expect(try !traces(hub, of: joes).isEmpty, "the negative control: before, they are found")
            try await hub.erase(joe)
            #expect(try traces(hub, of: joes).isEmpty && crops(hub) == baracks)
            try await hub.erase(barack, samplesOnly: true)
            #expect(try traces(hub, of: baracks).isEmpty && crops(hub).isEmpty)
        }
    }

    @Test func withTheSettingTheCropsGo() async throws {
        try await HubHarness.with(packs: Fixtures.packs, configuration: configuration("sface", keeps: true)) { first in
            _ = try await enrol(first, "Joe", ["biden-1", "biden-2"])
            let kept = try crops(first)
            #expect(try !traces(first, of: kept).isEmpty)
            let hub = try await reopened(first, "sface", keeps: false)
            #expect(try crops(hub).isEmpty && samples(hub).count == 2)
            #expect(try traces(hub, of: kept).isEmpty)
            #expect(try stored(hub, "SELECT 1 FROM crop_traces") { _ in true }.isEmpty)
            await hub.stop()
        }
    }
}
