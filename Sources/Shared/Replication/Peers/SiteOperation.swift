import Attendance

/// One operation of one hub's log. Its hash names it; the place in the log only delivers it.
package struct SiteOperation: Hashable, Sendable {
    package enum Body: Hashable, Sendable {
        /// The salt keeps the hash, which outlives the content, from confirming a guess.
        case whole(SiteContent, salt: [UInt8])
        case scrubbed(ScrubbedContent)
    }

    package let id: OperationID
    /// The origin's clock when it was written.
    package let at: HLC
    /// sha-256 over salt, place, time and content as first written.
    package let hash: Digest
    package private(set) var body: Body

    /// `salt`: 16 random bytes; none for what names nobody.
    package init(id: OperationID, at: HLC, content: SiteContent, salt: [UInt8], hashing: PeerHashing) {
        self.id = id
        self.at = at
        hash = Self.hash(id: id, at: at, content: content, salt: salt, hashing: hashing)
        body = .whole(content, salt: salt)
    }

    /// As it came from elsewhere; whether it is `isGenuine` shows.
    package init(id: OperationID, at: HLC, hash: Digest, body: Body) {
        self.id = id
        self.at = at
        self.hash = hash
        self.body = body
    }

    /// Nil: scrubbed.
    package var content: SiteContent? {
        if case .whole(let content, _) = body { content } else { nil }
    }

    package var kind: SiteContent.Kind {
        switch body {
        case .whole(let content, _): content.kind
        case .scrubbed(let scrubbed): scrubbed.kind
        }
    }

    /// Whether the content is what was hashed. Of what was scrubbed nobody can tell any more.
    package func isGenuine(_ hashing: PeerHashing) -> Bool {
        guard case .whole(let content, let salt) = body else { return true }
        return hash == Self.hash(id: id, at: at, content: content, salt: salt, hashing: hashing)
    }

    /// Takes over what another hub knows of the same operation: scrubbed outranks whole.
    mutating func join(_ other: SiteOperation) {
        switch (body, other.body) {
        case (.whole, _): body = other.body
        case (.scrubbed, .whole): break
        case (.scrubbed(var mine), .scrubbed(let theirs)):
            mine.join(theirs)
            body = .scrubbed(mine)
        }
    }

    /// Drops what the erasures do not allow to be kept.
    mutating func scrub(_ erasures: ErasureSet, mask: (PersonID) -> Digest) {
        switch body {
        case .whole(let content, _):
            guard Self.isForbidden(content, erasures, mask: mask) else { return }
            var scrubbed = ScrubbedContent(content)
            scrubbed.forget(erasures, mask: mask)
            body = .scrubbed(scrubbed)
        case .scrubbed(var scrubbed):
            scrubbed.forget(erasures, mask: mask)
            body = .scrubbed(scrubbed)
        }
    }

    /// Whoever is named was erased, or it is a sample from before a withdrawal of consent: also one that was taken
    /// elsewhere at the same time.
    static func isForbidden(_ content: SiteContent, _ erasures: ErasureSet, mask: (PersonID) -> Digest) -> Bool {
        if content.people.contains(where: { erasures.isErased(mask($0)) }) { return true }
        guard case .sample(_, let person, _, let after) = content else { return false }
        return erasures.withdrawals(of: mask(person)).contains { !after.contains($0) }
    }

    var bytes: [UInt8] {
        let start = Self.head(id, at) + hash.bytes
        return switch body {
        case .whole(let content, let salt): start + [1] + ContentBytes.blob(salt) + content.bytes
        case .scrubbed(let scrubbed): start + [2] + scrubbed.bytes
        }
    }

    private static func hash(
        id: OperationID, at: HLC, content: SiteContent, salt: [UInt8], hashing: PeerHashing
    ) -> Digest {
        Digest(bytes: hashing.sha256(ContentBytes.blob(salt) + head(id, at) + content.bytes))
    }

    private static func head(_ id: OperationID, _ at: HLC) -> [UInt8] {
        id.origin.site.bytes + id.origin.incarnation.bytes + ContentBytes.littleEndian(id.sequence)
            + ContentBytes.littleEndian(at.packed)
    }
}
