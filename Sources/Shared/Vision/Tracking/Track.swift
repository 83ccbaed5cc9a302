/// One face followed over frames.
package struct Track: Sendable {
    /// Counted from 1 in the order in which tracks begin.
    package let id: Int
    package let firstSeenMilliseconds: Int64
    package private(set) var lastSeenMilliseconds: Int64
    /// Frames in which the face was seen.
    package private(set) var frames = 0
    /// Where it was last seen.
    package private(set) var box: Box
    /// Mean of the embeddings so far, weighted by quality; length 1.
    package private(set) var embedding: [Float]
    package private(set) var bestQuality: Float = 0
    /// Which of the faces given to this very update is the track's; nil where it was not seen.
    package internal(set) var inputIndex: Int?
    /// Whether the track was reported as ready.
    package internal(set) var isReady = false

    /// Weighted sum of embeddings; `embedding` is its direction.
    private var sum: [Float]

    /// Even the worst face counts a little: a track of bad faces only still has a direction.
    private static let smallestWeight: Float = 0.05

    init(id: Int, first input: TrackedInput, index: Int, atMilliseconds now: Int64) {
        self.id = id
        firstSeenMilliseconds = now
        lastSeenMilliseconds = now
        box = input.box
        embedding = input.embedding
        sum = [Float](repeating: 0, count: input.embedding.count)
        add(input, index: index, atMilliseconds: now)
    }

    mutating func add(_ input: TrackedInput, index: Int, atMilliseconds now: Int64) {
        precondition(input.embedding.count == sum.count, "embeddings of one track come from one network")
        lastSeenMilliseconds = now
        frames += 1
        box = input.box
        inputIndex = index
        bestQuality = max(bestQuality, input.quality)
        let weight = max(input.quality, Self.smallestWeight)
        for position in sum.indices { sum[position] += weight * input.embedding[position] }
        let length = sum.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        // Opposite embeddings could cancel out; then the newest one speaks for the track.
        embedding = length > 1e-6 ? sum.map { $0 / length } : input.embedding
    }
}
