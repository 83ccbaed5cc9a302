import Attendance

/// The bytes of people and samples that checksums are made of. They do not depend on the JSON around them, so a field
/// that a newer release adds disturbs no older one (docs/PROTOCOL.md has the layout).
package enum FeedContent {
    private enum Mark: UInt8 { case person = 1, sample = 2 }

    /// Nil for changes that are in no bucket.
    package static func bytes(of change: FeedChange) -> [UInt8]? {
        switch change {
        case .person(let person): bytes(of: person)
        case .sample(let sample): bytes(of: sample)
        case .sampleRemoved, .samplesRemoved, .personRemoved, .model: nil
        }
    }

    package static func bytes(of person: Person) -> [UInt8] {
        var bytes = [Mark.person.rawValue] + person.id.bytes + ContentBytes.text(person.name)
        bytes += person.number.map { [1] + ContentBytes.text($0) } ?? [0]
        bytes += ContentBytes.littleEndian(UInt32(person.sections.count))
        for section in person.sections { bytes += ContentBytes.text(section.text) }
        return bytes + ContentBytes.littleEndian(UInt64(person.consent))
    }

    package static func bytes(of sample: Sample) -> [UInt8] {
        let embedding = sample.embedding.littleEndianBytes
        var bytes = [Mark.sample.rawValue] + sample.id.bytes + sample.person.bytes
        bytes.reserveCapacity(bytes.count + embedding.count + 64)
        bytes += ContentBytes.text(sample.model.text) + ContentBytes.blob(embedding)
        bytes += ContentBytes.littleEndian(sample.quality.bitPattern)
        bytes += ContentBytes.text(sample.origin.rawValue)
        bytes += ContentBytes.littleEndian(UInt64(bitPattern: sample.created))
        return bytes
    }
}
