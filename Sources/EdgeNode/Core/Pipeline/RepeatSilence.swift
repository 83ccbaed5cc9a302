import Attendance

/// At a stream, one stay of one person gives one event: the same subject seen again within the silence is no news.
/// Photographs are each evidence of their own and are not asked about. Pure: time is given.
package struct RepeatSilence: Sendable, Equatable {
    package enum Subject: Hashable, Sendable {
        case person(PersonID)
        case unknown(UnknownFaceID)
    }

    /// Milliseconds.
    package let silence: Int64
    private var latest: [Subject: Int64] = [:]

    /// Subjects that are remembered; above it, those whose silence is over are forgotten.
    package static let rememberedSubjects = 4_096

    package init(minutes: Int) {
        silence = Int64(minutes) * 60_000
    }

    /// Whether seeing `subject` now would be no news.
    package func isSilent(_ subject: Subject, now: Int64) -> Bool {
        latest[subject].map { now - $0 < silence } ?? false
    }

    /// Whether seeing `subject` now is news; if so, its silence begins. `now` is in milliseconds of a clock that
    /// never runs backwards.
    package mutating func isNews(_ subject: Subject, now: Int64) -> Bool {
        if isSilent(subject, now: now) { return false }
        if latest.count >= Self.rememberedSubjects {
            latest = latest.filter { now - $0.value < silence }
        }
        latest[subject] = now
        return true
    }
}
