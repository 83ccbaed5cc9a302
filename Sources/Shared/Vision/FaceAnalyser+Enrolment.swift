import Attendance

extension FaceAnalyser {
    /// Looks for the face of a photograph that may become a sample, and embeds that one alone. A photograph that
    /// cannot be read is a finding, too; throws where the networks fail. `keepsCrop`: the face comes with its crop.
    package func finding(
        in photograph: [UInt8], name: String, by gate: EnrolmentGate, keepsCrop: Bool = false
    ) throws -> EnrolmentFinding {
        func refusal(_ problem: EnrolmentProblem) -> EnrolmentFinding {
            EnrolmentFinding(name: name, result: .failure(EnrolmentFinding.Refusal(problem: problem)))
        }
        let image: DecodedImage
        do {
            image = try decode(photograph)
        } catch {
            return refusal(.unusable(error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message))
        }
        let faces = try find(in: image)
        let judged = faces.map {
            EnrolmentGate.Face(box: $0.face.box, score: $0.face.score, quality: $0.quality)
        }
        switch gate.judge(judged) {
        case .refused(let problem):
            return refusal(problem)
        case .accepted(let index, let advice):
            let embedding = try embed([faces[index]], as: .reference)[0].embedding
            // A crop that cannot be made is no reason to refuse the photograph.
            let crop = keepsCrop ? try? EnrolmentCrop.jpeg(
                around: faces[index].face.box, in: image, of: photograph, limits: limits) : nil
            return EnrolmentFinding(
                name: name,
                result: .success(EnrolmentFace(
                    embedding: try Embedding(embedding), quality: faces[index].quality.score, advice: advice,
                    crop: crop)))
        }
    }
}
