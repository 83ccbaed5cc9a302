import Attendance

extension SiteContent {
    /// What the hash is made of (docs/PROTOCOL.md has the layout).
    package var bytes: [UInt8] {
        [kind.rawValue] + fields
    }

    private var fields: [UInt8] {
        switch self {
        case .event(let id, let person, let body):
            id.bytes + (person.map { [1] + $0.bytes } ?? [0]) + ContentBytes.blob(body)
        case .sample(let id, let person, let body, let after):
            id.bytes + person.bytes + ContentBytes.blob(body) + ContentBytes.list(after.map(\.bytes))
        case .profile(let person, let field, let value):
            person.bytes + ContentBytes.text(field) + ContentBytes.text(value)
        case .number(let number, let person, let isHeld, let supersedes):
            ContentBytes.text(number) + person.bytes + Self.flag(isHeld) + ContentBytes.list(supersedes.map(\.bytes))
        case .correction(let correction):
            Self.bytes(of: correction)
        case .alias(let one, let other):
            one.bytes + other.bytes
        case .unalias(let aliases):
            ContentBytes.list(aliases.map(\.bytes))
        case .distinct(let one, let other, let isDistinct):
            one.bytes + other.bytes + Self.flag(isDistinct)
        case .archive(let person, let isArchived):
            person.bytes + Self.flag(isArchived)
        case .setting(let key, let value):
            ContentBytes.text(key) + ContentBytes.text(value)
        case .erasure(let erasure):
            erasure.bytes
        case .stamp(let hash, let order):
            hash.bytes + ContentBytes.littleEndian(order.packed)
        }
    }

    private static func bytes(of correction: SiteCorrection) -> [UInt8] {
        correction.id.bytes + correction.session.bytes + correction.person.bytes
            + ContentBytes.text(correction.status.rawValue) + ContentBytes.littleEndian(Int64(correction.rank))
            + ContentBytes.list(correction.supersedes.map(\.bytes)) + ContentBytes.blob(correction.body)
    }

    private static func flag(_ isSet: Bool) -> [UInt8] { [isSet ? 1 : 0] }
}
