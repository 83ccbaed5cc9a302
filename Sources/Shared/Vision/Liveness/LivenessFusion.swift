/// The scores of a track's frames as one: their mean. A mean of logarithms of odds would make more of sure frames, but
/// these networks are sure of much: of 0.9999 and 0.01 it makes 0.91, so that one lucky frame would carry an attack.
package struct LivenessFusion: Sendable, Equatable {
    private var sum: Float = 0
    /// Frames with a score.
    package private(set) var frames = 0

    package init() {}

    /// Takes the score of one frame; nil where none was computed.
    package mutating func add(_ score: Float?) {
        guard let score else { return }
        sum += score
        frames += 1
    }

    /// 0…1; nil where no frame has a score.
    package var score: Float? { frames > 0 ? sum / Float(frames) : nil }
}
