/// What `recognise` says about one file: its faces, or why it could not be read.
package struct RecognisedFile: Sendable, Encodable {
    package let file: String
    package let outcome: Result<[RecognisedFace], Problem>

    package struct Problem: Error, Sendable {
        package let text: String
    }

    /// Why the file could not be read; nil when it was.
    package var problem: String? {
        if case .failure(let problem) = outcome { problem.text } else { nil }
    }

    private enum CodingKeys: String, CodingKey {
        case file, faces, error
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(file, forKey: .file)
        switch outcome {
        case .success(let faces): try container.encode(faces, forKey: .faces)
        case .failure(let problem): try container.encode(problem.text, forKey: .error)
        }
    }
}
