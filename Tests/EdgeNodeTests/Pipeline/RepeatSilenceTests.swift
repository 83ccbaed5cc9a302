import Attendance
import EdgeNodeCore
import Testing

struct RepeatSilenceTests {
    private static let ana = RepeatSilence.Subject.person(PersonID(bytes: Array(repeating: 1, count: 16)))
    private static let ben = RepeatSilence.Subject.person(PersonID(bytes: Array(repeating: 2, count: 16)))
    /// The same number as Ana's: kinds do not mix.
    private static let stranger = RepeatSilence.Subject.unknown(UnknownFaceID(bytes: Array(repeating: 1, count: 16)))

    @Test(arguments: [
        (5, [(ana, 0, true)]),
        (5, [(ana, 0, true), (ana, 1, false), (ana, 299_999, false), (ana, 300_000, true), (ana, 300_001, false)]),
        (5, [(ana, 0, true), (ben, 1, true), (ana, 2, false), (ben, 3, false)]),
        (5, [(ana, 0, true), (stranger, 1, true), (stranger, 2, false)]),
        // The silence begins with the event, not with the latest sighting: who stays is heard of again.
        (1, [(ana, 0, true), (ana, 40_000, false), (ana, 61_000, true), (ana, 100_000, false)]),
        (0, [(ana, 0, true), (ana, 0, true), (ana, 1, true)]),
    ] as [(Int, [(RepeatSilence.Subject, Int64, Bool)])])
    func oneEventInEachSilence(minutes: Int, sightings: [(RepeatSilence.Subject, Int64, Bool)]) {
        var silence = RepeatSilence(minutes: minutes)
        for (subject, now, isNews) in sightings {
            let said = silence.isNews(subject, now: now)
            #expect(said == isNews, "at \(now)")
        }
    }

    @Test func aCrowdDoesNotMakePeopleForgottenEarly() {
        var silence = RepeatSilence(minutes: 5)
        _ = silence.isNews(Self.ana, now: 0)
        for number in 0..<(2 * RepeatSilence.rememberedSubjects) {
            let bytes = (0..<16).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 4))) }
            _ = silence.isNews(.unknown(UnknownFaceID(bytes: bytes)), now: 1)
        }
        let isForgotten = silence.isNews(Self.ana, now: 2)
        #expect(!isForgotten)
    }
}
