import Attendance
import Replication
import TestSupport

/// Sites, people and hashes for tests of the rules between hubs.
enum TestSites {
    /// 2026-03-02 07:00 UTC.
    static let morning: Int64 = 1_772_434_800_000
    static let decade: Int64 = 10 * 31_557_600_000

    /// FNV-1a, drawn out: quick, and no collisions among the few operations of a test.
    static let hashing = PeerHashing(sha256: quickHash) { Digest(bytes: quickHash([7] + $0.bytes)) }

    @Sendable private static func quickHash(_ bytes: [UInt8]) -> [UInt8] {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var random = SplitMix64(seed: hash)
        return (0..<4).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
    }

    static func id<Subject>(_ number: UInt8, _ subject: Subject.Type = Subject.self) -> Identifier<Subject> {
        Identifier(bytes: [UInt8](repeating: number, count: 16))
    }

    static func origin(_ site: UInt8, life: UInt8 = 1) -> Origin {
        Origin(site: id(site), incarnation: id(life))
    }

    static func replica(_ site: UInt8) -> SiteReplica {
        SiteReplica(origin: origin(site), hashing: hashing)
    }

    static func operation(
        _ content: SiteContent, site: UInt8 = 1, life: UInt8 = 1, sequence: Int64 = 1, at: HLC = HLC(milliseconds: 1),
        salt: UInt8 = 0
    ) -> SiteOperation {
        SiteOperation(
            id: OperationID(origin: origin(site, life: life), sequence: sequence), at: at, content: content,
            salt: [salt], hashing: hashing)
    }

    static func erasure(_ id: UInt8, of person: PersonID, _ scope: SiteErasure.Scope = .person) -> SiteErasure {
        SiteErasure(id: TestSites.id(id), person: hashing.mask(person), scope: scope)
    }
}

extension SiteReplica {
    /// Asks `other` once for erasures and then for what is missing.
    mutating func pull(from other: SiteReplica, now: Int64) {
        receive(other.erasures(known: erasureSum, after: nil).erasures)
        let reply = other.answer(PeerRequest(origin: origin, vector: vector))
        _ = receive(reply.operations, now: now)
    }
}
