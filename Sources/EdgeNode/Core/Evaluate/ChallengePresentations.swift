import Service
import Vision

/// What is presented to a challenge, by kind: `bona-fide`, and one for each species of attack instrument.
package struct ChallengePresentations: Sendable {
    package struct Kind: Sendable {
        package let name: String
        package let presentations: [Presentation]
    }

    package struct Presentation: Sendable {
        /// What was asked for when it was recorded; nil asks for whatever `seed` draws.
        let turns: [HeadTurn]?
        let seed: UInt64
        /// Image files, in order, of an attempt at these turns.
        let frames: @Sendable ([HeadTurn]) throws -> [[UInt8]]
    }

    /// The turns of one presentation.
    struct Asked {
        let draw: UInt64
        let settings: HeadTurnChallenge.Settings

        var turns: [HeadTurn] { HeadTurnChallenge(draw: draw, settings: settings).turns }

        init(_ turns: [HeadTurn]?, else seed: UInt64, settings: HeadTurnChallenge.Settings) {
            guard let turns else {
                var random = SplitMix64(seed: seed)
                draw = random.next()
                self.settings = settings
                return
            }
            draw = HeadTurnChallenge.draw(of: turns)
            var settings = settings
            settings.turns = turns.count
            self.settings = settings
        }
    }

    /// Sorted by name.
    package let kinds: [Kind]

    init(kinds: [Kind]) {
        self.kinds = kinds.sorted { $0.name < $1.name }
    }

    /// Recordings: a folder for each kind, in it a folder of frames for each presentation. Where a presentation's name
    /// ends in a hyphen and letters `l` and `r`, these turns were asked for, from the first to the last; other
    /// presentations are judged by turns that are drawn. Throws `EvaluationError.unfit` where there is none.
    package init(recordings folder: String) throws {
        let tracks = try LabelledTracks(folder: folder).tracks
        kinds = Dictionary(grouping: tracks.enumerated(), by: \.element.label).map { label, tracks in
            Kind(name: label, presentations: tracks.map { index, track in
                Presentation(turns: Self.turns(inName: track.name), seed: UInt64(index)) { _ in
                    track.frames.map { (try? PhotographFile.read($0)) ?? [] }
                }
            })
        }.sorted { $0.name < $1.name }
    }

    static func turns(inName name: String) -> [HeadTurn]? {
        guard let letters = name.split(separator: "-", omittingEmptySubsequences: false).dropFirst().last,
            1...HeadTurnChallenge.maximumTurns ~= letters.count, letters.allSatisfy({ $0 == "l" || $0 == "r" })
        else { return nil }
        return letters.map { $0 == "l" ? .left : .right }
    }
}
