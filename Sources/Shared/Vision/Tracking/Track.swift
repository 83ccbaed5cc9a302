/// One face followed over frames.
package struct Track: Sendable, Equatable {
    /// Counts up from 1 within one tracker.
    package let id: Int
    package let firstSeenMilliseconds: Int64
    package internal(set) var lastSeenMilliseconds: Int64
    /// Frames in which the face was found.
    package internal(set) var frames: Int
    /// Where it was last.
    package internal(set) var box: Box
    /// Mean of the frames' embeddings, weighted by how plain the face was in them, of length 1.
    package internal(set) var embedding: [Float]
    package internal(set) var bestQuality: Float
    package internal(set) var liveness = LivenessFusion()
    /// Which of this update's faces it is; nil when it was not found in this update.
    package internal(set) var bestInputIndex: Int?
    /// Nothing more is waited for: whom it shows is decided now, for good.
    package internal(set) var isComplete = false
}
