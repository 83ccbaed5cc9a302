import Attendance
import Replication

/// One entry of the ledger with everything that is kept for good. No name and no id of the person is in it.
package struct ErasureEntry: Hashable, Sendable, Codable {
    package let id: ErasureID
    package let digest: Digest
    package let samplesOnly: Bool
    /// With `samplesOnly`: the person's consent afterwards.
    package let consent: Int?
    /// Milliseconds since 1970 UTC by the hub's clock.
    package let at: Int64
    /// Who asked for it.
    package let actor: String
    package let reason: String

    package init(
        id: ErasureID, digest: Digest, samplesOnly: Bool, consent: Int?, at: Int64, actor: String, reason: String
    ) {
        self.id = id
        self.digest = digest
        self.samplesOnly = samplesOnly
        self.consent = consent
        self.at = at
        self.actor = actor
        self.reason = reason
    }

    enum CodingKeys: String, CodingKey {
        case id, digest, consent, at, actor, reason
        case samplesOnly = "samples_only"
    }
}
