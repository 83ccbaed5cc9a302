/// Which of the photographs that are to be one person's show somebody else. Pure.
package enum Agreement {
    package struct Face: Sendable {
        package let embedding: Embedding
        /// 0…1.
        package let quality: Float

        package init(embedding: Embedding, quality: Float) {
            self.embedding = embedding
            self.quality = quality
        }
    }

    /// Similarities closer than this count as equal, and quality decides: of two faces that disagree each is as unlike
    /// the other.
    private static let tie: Float = 1e-3

    /// Indices of the faces that are not like the others, ascending. One after the other goes the one that is least
    /// like the mean of all others, until each that is left is like it by at least `least`. A single face has nothing
    /// to disagree with. Nil where no face was found: it is neither like nor unlike anybody.
    /// - Parameter known: faces that stand already and do not go; of the same model as `faces`.
    package static func outliers(of faces: [Face?], known: [Embedding] = [], least: Float) -> [Int] {
        let found = faces.enumerated().compactMap { index, face in face.map { (index: index, face: $0) } }
        var left = found
        while left.count + known.count > 1 {
            let similarities = left.map { one in
                similarity(
                    one.face.embedding, known + left.filter { $0.index != one.index }.map(\.face.embedding))
            }
            guard let lowest = similarities.min(), lowest < least,
                let worst = left.indices.filter({ similarities[$0] - lowest < tie })
                    .min(by: { left[$0].face.quality < left[$1].face.quality })
            else { break }
            left.remove(at: worst)
        }
        return found.map(\.index).filter { index in !left.contains { $0.index == index } }
    }

    /// To the direction of the mean; 0 where the others have none.
    private static func similarity(_ face: Embedding, _ others: [Embedding]) -> Float {
        MeanDirection.of(others.map(\.values)).map { FaceComparison.dot(face.values, $0) } ?? 0
    }
}
