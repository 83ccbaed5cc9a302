import Synchronization

/// What all cameras ask of the people before them: cameras put it up, screens read it.
package final class ChallengeBoard: Sendable {
    private struct Sheet {
        let requests: [ChallengeRequest]
        let atMilliseconds: Int64
    }

    /// A camera that said nothing for this long asks for nothing any more.
    private static let lifetimeMilliseconds: Int64 = 5_000

    private let sheets = Mutex<[String: Sheet]>([:])

    package init() {}

    /// Replaces what the camera asked for before. Times are of a clock that never runs backwards.
    package func put(_ requests: [ChallengeRequest], camera: String, atMilliseconds time: Int64) {
        sheets.withLock { $0[camera] = Sheet(requests: requests, atMilliseconds: time) }
    }

    package func list(atMilliseconds time: Int64) -> ChallengeList {
        let recent = sheets.withLock { sheets in
            sheets.filter { time - $0.value.atMilliseconds <= Self.lifetimeMilliseconds }
        }
        return ChallengeList(items: recent.sorted { $0.key < $1.key }.flatMap(\.value.requests))
    }
}
