import Attendance
import Replication
import TestSupport
import Testing

/// The laws of a join-semilattice, on states of random operations of every kind.
struct SiteStateTests {
    static let hashing = TestSites.hashing

    private static func join(_ one: SiteState, _ other: SiteState) -> SiteState {
        var joined = one
        joined.join(other, hashing)
        return joined
    }

    private static func isSame(_ one: SiteState, _ other: SiteState) -> Bool {
        one == other && one.stateHash(hashing) == other.stateHash(hashing)
            && SiteView(one, hashing) == SiteView(other, hashing)
    }

    @Test(arguments: 0..<300)
    func joinIsCommutativeAssociativeAndIdempotent(seed: UInt64) {
        var pool = RandomOperations(seed: seed, count: 24)
        let (one, two, three) = (pool.state(), pool.state(), pool.state())
        #expect(Self.isSame(Self.join(one, two), Self.join(two, one)))
        #expect(Self.isSame(Self.join(Self.join(one, two), three), Self.join(one, Self.join(two, three))))
        #expect(Self.isSame(Self.join(one, one), one))
        // What was joined once is in there.
        #expect(Self.isSame(Self.join(Self.join(one, two), two), Self.join(one, two)))
    }

    @Test(arguments: 0..<300)
    func orderAndRepetitionDoNotMatter(seed: UInt64) {
        var pool = RandomOperations(seed: seed, count: 24)
        var states: [SiteState] = []
        for _ in 0..<4 {
            var state = SiteState()
            let twice = pool.operations + pool.operations.filter { _ in Bool.random(using: &pool.random) }
            for operation in twice.shuffled(using: &pool.random) { _ = state.add(operation, Self.hashing) }
            states.append(state)
        }
        for state in states.dropFirst() { #expect(Self.isSame(state, states[0])) }
    }

    /// A check that cannot fail checks nothing: one operation more is another hash.
    @Test(arguments: 0..<100)
    func differentStatesHaveDifferentHashes(seed: UInt64) {
        let pool = RandomOperations(seed: seed, count: 12)
        var state = SiteState()
        var hashes = [state.stateHash(Self.hashing)]
        for operation in pool.operations where state.add(operation, Self.hashing) {
            hashes.append(state.stateHash(Self.hashing))
        }
        #expect(Set(hashes).count == hashes.count)
    }

    /// Nothing of an erased person is in what a state consists of, whatever came before or after (I6).
    @Test(arguments: 0..<200)
    func nothingOfAnErasedPersonIsLeft(seed: UInt64) {
        var pool = RandomOperations(seed: seed, count: 30)
        let state = pool.state()
        let erased = (1...4).map { TestSites.id($0) as PersonID }.filter { state.isErased($0, Self.hashing) }
        for operation in state.operations.values {
            for person in erased { #expect(operation.content?.people.contains(person) != true) }
            if case .scrubbed(let scrubbed) = operation.body {
                for person in erased { #expect(!scrubbed.people.contains(.known(person))) }
            }
        }
        let view = SiteView(state, Self.hashing)
        for person in erased {
            #expect(view.profiles[person] == nil && !view.archived.contains(person))
            #expect(!view.samples.values.contains(person) && !view.numbers.values.joined().contains(person))
            #expect(view.people.all(of: person) == [person])
        }
    }
}
