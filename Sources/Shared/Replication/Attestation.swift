import Attendance

/// A node's word that it has nothing left of what an erasure names.
package struct Attestation: Hashable, Sendable, Codable {
    package let erasure: ErasureID
    /// Root of the gallery that it matches with since; nil where it has none.
    package let galleryRoot: String?
    /// Milliseconds since 1970 UTC by the node's clock.
    package let at: Int64

    package init(erasure: ErasureID, galleryRoot: String?, at: Int64) {
        self.erasure = erasure
        self.galleryRoot = galleryRoot
        self.at = at
    }

    enum CodingKeys: String, CodingKey {
        case erasure, at
        case galleryRoot = "gallery_root"
    }
}
