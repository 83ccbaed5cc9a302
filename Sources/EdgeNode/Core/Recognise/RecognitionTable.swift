import Service

/// What `recognise` found, for people.
package enum RecognitionTable {
    package static func text(_ files: [RecognisedFile]) -> String {
        var table = Table([
            .left("File"), .right("Face"), .left("Person"), .right("Similarity"), .right("Quality"),
            .left("Box"),
        ])
        for file in files {
            switch file.outcome {
            case .failure(let problem): table.add([file.file, "", "(" + problem.text + ")", "", "", ""])
            case .success(let faces) where faces.isEmpty: table.add([file.file, "0", "no face", "", "", ""])
            case .success(let faces):
                for (index, face) in faces.enumerated() { table.add(cells(file.file, index, face)) }
            }
        }
        return table.rendered()
    }

    private static func cells(_ file: String, _ index: Int, _ face: RecognisedFace) -> [String] {
        let box = [face.box.x, face.box.y, face.box.width, face.box.height].map { String(Int($0.rounded())) }
        return [
            index == 0 ? file : "", String(index + 1), face.name ?? face.person?.description ?? "unknown",
            face.similarity.map { Decimals.text(Double($0), 3) } ?? "",
            Decimals.text(Double(face.quality.score), 2),
            "\(box[2])×\(box[3]) at \(box[0]),\(box[1])",
        ]
    }
}
