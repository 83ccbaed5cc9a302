/// A challenge that tells a live head from a photograph without any network of its own: turn your head as asked.
/// A pure value: what was seen comes in, with its time, and what to ask for next goes out.
///
/// The yaw that it judges by is the way of the nose against eyes and mouth. On a flat photograph that way stays the
/// same however the sheet is moved, tilted or turned, but for a few degrees of perspective. Each turn begins and ends
/// with a frontal face, and the face must not be out of sight or become another's meanwhile: who holds a photograph up
/// cannot do the turns with their own head. A video of the same turns in the same order passes; each turn halves its
/// odds.
package struct HeadTurnChallenge: Sendable {
    package struct Settings: Sendable, Equatable {
        /// How many turns are asked for, 1 to `maximumTurns`.
        package var turns = 4
        /// Yaw from which the head is turned.
        package var turnedDegrees: Float = 25
        /// Yaw up to which it is frontal.
        package var frontalDegrees: Float = 12
        /// A pose counts from this many frames in a row on: one frame may be a mistake of the detector.
        package var framesHeld = 2
        /// For each turn, and for each return.
        package var millisecondsForEach: Int64 = 5_000
        /// The longest that the face may be out of sight.
        package var millisecondsUnseen: Int64 = 400
        /// Cosine similarity to the face that is challenged below which a frontal face is somebody else's.
        package var sameFaceSimilarity: Float = 0.5
        /// … and below which a turned face does not count: it is less like the frontal one, if it is the same.
        package var turnedFaceSimilarity: Float = 0.25

        package init() {}
    }

    /// The face in one frame.
    package struct Sighting: Sendable {
        /// Of the tracker.
        package var track: Int
        /// See `FaceQuality.yawDegrees`.
        package var yawDegrees: Float
        /// Unit vector; nil where it was not computed.
        package var embedding: [Float]?
        package var atMilliseconds: Int64

        package init(track: Int, yawDegrees: Float, embedding: [Float]? = nil, atMilliseconds: Int64) {
            self.track = track
            self.yawDegrees = yawDegrees
            self.embedding = embedding
            self.atMilliseconds = atMilliseconds
        }
    }

    package enum Failure: String, Sendable, Equatable {
        /// Not done within the time.
        case tooLate
        /// Turned the other way.
        case wrongTurn
        /// The face was out of sight, or its track ended.
        case lost
        /// Another face took its place.
        case otherFace
    }

    package enum State: Sendable, Equatable {
        /// Look straight at the camera.
        case faceFront
        case turn(HeadTurn)
        case passed
        case failed(Failure)
    }

    /// One for each bit of a draw.
    package static let maximumTurns = 64

    package private(set) var state = State.faceFront
    /// In the order in which they are asked for.
    package let turns: [HeadTurn]
    private let settings: Settings
    /// Turns that were done.
    package private(set) var done = 0
    private var held = 0
    private var wrong = 0
    private var track: Int?
    private let reference: [Float]?
    private var askedMilliseconds: Int64?
    private var seenMilliseconds: Int64 = 0

    /// - Parameters:
    ///   - draw: which turns are asked for, each by one bit; a new random number for each challenge.
    ///   - reference: unit vector of the face that is challenged; nil where faces are not compared.
    /// - Precondition: `settings.turns` is 1 to `maximumTurns`.
    package init(draw: UInt64, reference: [Float]? = nil, settings: Settings = Settings()) {
        precondition(1...Self.maximumTurns ~= settings.turns, "each turn takes one bit of the draw")
        self.settings = settings
        self.reference = reference
        turns = (0..<settings.turns).map { (draw >> UInt64($0)) & 1 == 0 ? .left : .right }
    }

    /// The draw that asks for these turns, at most `maximumTurns`.
    package static func draw(of turns: [HeadTurn]) -> UInt64 {
        turns.reversed().reduce(0) { $0 << 1 | ($1 == .right ? 1 : 0) }
    }

    /// Takes the face of the next frame. Times must not go backwards. The time for the first pose begins with the first
    /// face.
    package mutating func take(_ sighting: Sighting) -> State {
        advance(toMilliseconds: sighting.atMilliseconds)
        guard !isOver else { return state }
        if let track, track != sighting.track { return fail(.lost) }
        track = sighting.track
        seenMilliseconds = sighting.atMilliseconds
        if askedMilliseconds == nil { askedMilliseconds = sighting.atMilliseconds }
        // A yaw that is not a number is no pose.
        let isFrontal = abs(sighting.yawDegrees) <= settings.frontalDegrees
        if isFrontal, isOther(sighting, below: settings.sameFaceSimilarity) { return fail(.otherFace) }
        switch state {
        case .faceFront: hold(isFrontal, at: sighting.atMilliseconds)
        case .turn(let turn): judge(turn, sighting)
        case .passed, .failed: break
        }
        return state
    }

    /// Time goes by, perhaps without any face in sight.
    package mutating func advance(toMilliseconds time: Int64) {
        guard !isOver, let askedMilliseconds else { return }
        if time - seenMilliseconds > settings.millisecondsUnseen {
            _ = fail(.lost)
        } else if time - askedMilliseconds > settings.millisecondsForEach {
            _ = fail(.tooLate)
        }
    }

    private var isOver: Bool {
        switch state {
        case .passed, .failed: true
        case .faceFront, .turn: false
        }
    }

    private mutating func judge(_ turn: HeadTurn, _ sighting: Sighting) {
        let isWrong = turn.opposite.degrees(ofYaw: sighting.yawDegrees) >= settings.turnedDegrees
        wrong = isWrong ? wrong + 1 : 0
        if wrong >= settings.framesHeld {
            _ = fail(.wrongTurn)
        } else {
            let isTurned = turn.degrees(ofYaw: sighting.yawDegrees) >= settings.turnedDegrees
                && !isOther(sighting, below: settings.turnedFaceSimilarity)
            hold(isTurned, at: sighting.atMilliseconds)
        }
    }

    /// Counts frames of the pose that is asked for, and asks for the next one when there were enough in a row.
    private mutating func hold(_ isPose: Bool, at time: Int64) {
        held = isPose ? held + 1 : 0
        guard held >= settings.framesHeld else { return }
        if case .turn = state {
            done += 1
            state = .faceFront
        } else {
            state = done == turns.count ? .passed : .turn(turns[done])
        }
        held = 0
        wrong = 0
        askedMilliseconds = time
    }

    private func isOther(_ sighting: Sighting, below least: Float) -> Bool {
        guard let reference, let embedding = sighting.embedding else { return false }
        let similarity = zip(reference, embedding).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        return !(similarity >= least)
    }

    private mutating func fail(_ failure: Failure) -> State {
        state = .failed(failure)
        return state
    }
}
