import Attendance

/// Everything that a hub knows of what all hubs share: a product of join-semilattices. Operations only grow in number,
/// a stamp only lowers an order, a scrubbed operation stands above a whole one, and erasures stand above everything. So
/// it does not matter in which order, how often and by which way operations come: equal sets give equal states.
///
/// Registers, student numbers, corrections and aliases are read from the operations by `SiteView`; whatever lost there
/// is still here as history.
package struct SiteState: Hashable, Sendable {
    /// By hash: should a copied hub write another operation to a place that is taken, both are kept.
    package private(set) var operations: [Digest: SiteOperation] = [:]
    package private(set) var erasures = ErasureSet()
    /// The lowest order that any hub gave to an operation, also one that has yet to come.
    private var stamps: [Digest: HLC] = [:]

    package init() {}

    /// False: it was there, and at most what must not be kept has gone.
    package mutating func add(_ operation: SiteOperation, _ hashing: PeerHashing) -> Bool {
        var joined = operations[operation.hash] ?? operation
        joined.join(operation)
        joined.scrub(erasures, mask: hashing.mask)
        let isNew = operations.updateValue(joined, forKey: operation.hash) == nil
        switch operation.content {
        case .erasure(let erasure)?: add(erasure, hashing)
        case .stamp(let hash, let order)?: stamps[hash] = min(stamps[hash] ?? order, order)
        default: break
        }
        return isNew
    }

    package mutating func add(_ erasure: SiteErasure, _ hashing: PeerHashing) {
        guard erasures.insert(erasure) else { return }
        for hash in operations.keys.sorted() { operations[hash]?.scrub(erasures, mask: hashing.mask) }
    }

    /// The least state that has all of both.
    package mutating func join(_ other: SiteState, _ hashing: PeerHashing) {
        for erasure in other.erasures.sorted { add(erasure, hashing) }
        for hash in other.operations.keys.sorted() {
            if let operation = other.operations[hash] { _ = add(operation, hashing) }
        }
    }

    /// Where an operation counts: its own time, or the lowest stamp that a hub gave it.
    package func order(of operation: SiteOperation) -> HLC {
        min(operation.at, stamps[operation.hash] ?? operation.at)
    }

    package func place(of operation: SiteOperation) -> Place {
        Place(order: order(of: operation), site: operation.id.origin.site, hash: operation.hash)
    }

    /// Everything in the order that all hubs agree on.
    package var inOrder: [SiteOperation] {
        operations.values.map { (place(of: $0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// What a register was set to, latest first: the first one counts, the others are history.
    package func history(of register: SiteRegister) -> [SiteOperation] {
        inOrder.reversed().filter { $0.content?.register == register }
    }

    /// Whether anything may be written or kept about this person.
    package func isErased(_ person: PersonID, _ hashing: PeerHashing) -> Bool {
        erasures.isErased(hashing.mask(person))
    }

    /// sha-256 over all of it in one canonical form: equal states, and only they, have equal hashes.
    package func stateHash(_ hashing: PeerHashing) -> Digest {
        var bytes = ContentBytes.list(erasures.sorted.map(\.bytes))
        for hash in operations.keys.sorted() {
            guard let operation = operations[hash] else { continue }
            bytes += operation.bytes + ContentBytes.littleEndian(order(of: operation).packed)
        }
        return Digest(bytes: hashing.sha256(bytes))
    }
}
