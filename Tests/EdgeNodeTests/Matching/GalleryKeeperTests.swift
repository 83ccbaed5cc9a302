import Attendance
import EdgeNodeCore
import Foundation
import Gallery
import TestSupport
import Testing

struct GalleryKeeperTests {
    private func files(_ node: TestNode) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: node.folder.gallery).sorted()
    }

    @Test func anEnrolmentIsMatchedAtOnceAndAfterARestart() async throws {
        try await TestNode.with { node in
            let keeper = try node.keeper()
            try await keeper.open()
            #expect(keeper.matcher == nil)
            let ana = try await node.enrolDirectly("Ana", TestNode.embedding(0))
            await keeper.publish()
            #expect(keeper.matcher?.matches(TestNode.embedding(0), count: 1).first?.personID == ana)

            let restarted = try node.keeper()
            try await restarted.open()
            #expect(restarted.matcher?.matches(TestNode.embedding(0), count: 1).first?.personID == ana)
            #expect(restarted.matcher?.gallery.header.generation == 1)
        }
    }

    @Test func whoComesFromAnotherSectionHasToBeMoreSimilar() async throws {
        try await TestNode.with { node in
            let section = try SectionID("7b")
            let rule = DecisionRule(accept: 0.5, review: 0.4, margin: 0.05, others: 0.9)
            let ana = try await node.enrolDirectly("Ana", TestNode.embedding(0))
            _ = try await node.enrolDirectly("Ben", TestNode.embedding(1))
            // 0.8 like Ana, 0.6 like Ben.
            let face = TestNode.embedding(0, turned: acosf(0.8))
            func decision(_ keeper: GalleryKeeper) -> Decision? { keeper.view.search?.decide([face], by: rule).first }

            let keeper = try node.keeper(sections: [section])
            try await keeper.open()
            guard case .unsure(let nearest) = decision(keeper) else {
                Issue.record("nobody is of 7b yet: \(String(describing: decision(keeper)))")
                return
            }
            #expect(nearest.personID == ana)

            // She moves to 7b: no sample changes.
            let moved = try Person(id: ana, name: "Ana", sections: [section])
            try await Roster(store: node.store).apply([.person(moved)], cursor: nil, reset: false)
            await keeper.publish()
            guard case .identified(let match, threshold: 0.5) = decision(keeper) else {
                Issue.record("she is of 7b: \(String(describing: decision(keeper)))")
                return
            }
            #expect(match.personID == ana)
            let restarted = try node.keeper(sections: [section])
            try await restarted.open()
            #expect(decision(restarted) == decision(keeper))
        }
    }

    @Test func samplesThatWereNeverPublishedAreAtTheNextStart() async throws {
        try await TestNode.with { node in
            let ana = try await node.enrolDirectly("Ana", TestNode.embedding(0))
            let keeper = try node.keeper()
            #expect(try await keeper.isStale())
            try await keeper.open()
            #expect(keeper.matcher?.gallery.personIDs == [ana])
            #expect(try await !keeper.isStale())
        }
    }

    @Test(arguments: [0, 1, 2]) func aDamagedFileIsMadeAnew(damage: Int) async throws {
        try await TestNode.with { node in
            let ana = try await node.enrolDirectly("Ana", TestNode.embedding(0))
            try await node.keeper().publish()
            let path = node.folder.gallery + "/" + (try #require(try files(node).first))
            switch damage {
            case 0: try FileManager.default.removeItem(atPath: path)
            case 1: try Data().write(to: URL(fileURLWithPath: path))
            default:
                var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
                for index in bytes.indices.suffix(600) { bytes[index] ^= 0x55 }
                try bytes.write(to: URL(fileURLWithPath: path))
            }
            let keeper = try node.keeper()
            try await keeper.open()
            #expect(keeper.matcher?.gallery.personIDs == [ana])
        }
    }

    @Test func samplesOfAnotherModelAreKeptButNotMatched() async throws {
        try await TestNode.with { node in
            let ana = try await node.enrolDirectly("Ana", TestNode.embedding(0))
            let ben = try node.person("Ben")
            let foreign = node.sample(of: ben.id, TestNode.embedding(1), model: TestNode.otherModel)
            try await Roster(store: node.store).apply(
                [.person(ben), .sample(foreign)], cursor: .init(text: "x"), reset: false)
            try await node.confirmPulled()
            let keeper = try node.keeper()
            try await keeper.open()
            #expect(keeper.matcher?.gallery.personIDs == [ana])
            #expect(node.sink.messages().contains("Samples of another model are kept but not matched."))

            // Another embedder at the next start: now it is the other way round.
            let other = try node.keeper(model: TestNode.otherModel)
            try await other.open()
            #expect(other.matcher?.gallery.personIDs == [ben.id])
        }
    }

    /// A removal does not wait for the checkpoint; what was pulled with it does, and is not forgotten over a restart.
    @Test func whatWasNotVerifiedIsMatchedAfterItIsThoughARemovalCameBetween() async throws {
        try await TestNode.with { node in
            let (ana, ben) = (try node.person("Ana"), try node.person("Ben"))
            let one = node.sample(of: ana.id, TestNode.embedding(0))
            let other = node.sample(of: ben.id, TestNode.embedding(1))
            let roster = Roster(store: node.store)
            try await roster.apply([.person(ana), .sample(one)], cursor: .init(text: "x"), reset: false)
            try await node.confirmPulled()
            let keeper = try node.keeper()
            try await keeper.open()
            try await roster.apply(
                [.person(ben), .sample(other), .sampleRemoved(one.id)], cursor: .init(text: "y"), reset: false)
            await keeper.publish()
            #expect(keeper.matcher == nil)

            let restarted = try node.keeper()
            try await restarted.open()
            try await node.confirmPulled()
            #expect(try await restarted.isStale())
            await restarted.publish()
            #expect(restarted.matcher?.gallery.personIDs == [ben.id])
        }
    }

    @Test func whoWasRemovedIsInNoOlderFile() async throws {
        try await TestNode.with { node in
            let ana = try await node.enrolDirectly("Ana", TestNode.embedding(0))
            let keeper = try node.keeper()
            await keeper.publish()
            _ = try await node.enrolDirectly("Ben", TestNode.embedding(1))
            await keeper.publish()
            #expect(try files(node).count == 2)
            try await Roster(store: node.store).apply([.personRemoved(ana)], cursor: .init(text: "x"), reset: false)
            await keeper.publish()
            #expect(try files(node).count == 1)
            #expect(keeper.matcher?.gallery.personIDs.contains(ana) == false)
        }
    }

    @Test func manyAtOnceEndWithTheLatest() async throws {
        try await TestNode.with { node in
            let keeper = try node.keeper()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for axis in 0..<8 {
                    group.addTask {
                        _ = try await node.enrolDirectly("P\(axis)", TestNode.embedding(axis))
                        await keeper.publish()
                    }
                }
                try await group.waitForAll()
            }
            #expect(keeper.matcher?.gallery.personIDs.count == 8)
            #expect(try await !keeper.isStale())
        }
    }
}
