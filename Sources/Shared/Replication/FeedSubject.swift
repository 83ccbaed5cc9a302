import Attendance

/// What an entry of the feed is about. The feed keeps one entry for each subject: the newest.
///
/// Removing a person, or all samples of a person, is a subject of its own beside the person: a person who is added
/// again afterwards must not push out the removal that an older reader still needs to see first.
package struct FeedSubject: Hashable, Sendable {
    package enum Kind: UInt8, Sendable {
        case person = 1
        case sample = 2
        case samplesRemoved = 3
        case personRemoved = 4
        case model = 5
    }

    /// The kind and 16 bytes of identity; also the order in which snapshots list what is alive.
    package let bytes: [UInt8]

    package init(_ change: FeedChange) {
        switch change {
        case .person(let person): self.init(.person, person.id.bytes)
        case .sample(let sample): self.init(.sample, sample.id.bytes)
        case .sampleRemoved(let sample): self.init(.sample, sample.bytes)
        case .samplesRemoved(let person): self.init(.samplesRemoved, person.bytes)
        case .personRemoved(let person): self.init(.personRemoved, person.bytes)
        case .model: self.init(.model, Array(repeating: 0, count: 16))
        }
    }

    private init(_ kind: Kind, _ identity: [UInt8]) {
        bytes = [kind.rawValue] + identity
    }
}
