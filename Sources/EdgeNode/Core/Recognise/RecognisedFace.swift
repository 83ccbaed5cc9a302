import Attendance
import Gallery
import Vision

/// One face of one photograph, as `recognise` reports it.
package struct RecognisedFace: Sendable, Encodable {
    /// In pixels of the upright photograph.
    package let box: Box
    package let landmarks: FaceLandmarks
    package let score: Float
    package let quality: QualityReport
    /// Nil for somebody who is not known, or not surely enough.
    package let person: PersonID?
    package let name: String?
    /// With the person, or with the most similar one where `person` is nil; nil where there is no gallery.
    package let similarity: Float?

    init(_ face: AnalysedFace, _ decision: Decision, names: [PersonID: String]) {
        box = face.face.box
        landmarks = face.face.landmarks
        score = face.face.score
        quality = QualityReport(face.quality)
        switch decision {
        case .identified(let match, _):
            (person, name, similarity) = (match.personID, names[match.personID], match.similarity)
        case .unsure(let nearest), .notLive(let nearest): (person, name, similarity) = (nil, nil, nearest.similarity)
        case .unknown(let nearest): (person, name, similarity) = (nil, nil, nearest?.similarity)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case box, landmarks, score, quality, person, name, similarity
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(box, forKey: .box)
        try container.encode(landmarks.points.map { [$0.x, $0.y] }, forKey: .landmarks)
        try container.encode(score, forKey: .score)
        try container.encode(quality, forKey: .quality)
        // As optionals, so that a missing value is said to be null.
        try container.encode(person, forKey: .person)
        try container.encode(name, forKey: .name)
        try container.encode(similarity, forKey: .similarity)
    }
}
