import Attendance
import Crypto

/// What a gallery says about itself.
package struct GalleryHeader: Sendable, Equatable {
    /// The face network whose embeddings these are.
    package let model: ModelID
    package let dimension: Int
    /// Grows with each gallery that a node publishes; the first is 1.
    package let generation: Int64
    /// The sections whose people are in the gallery, ascending; empty means everyone.
    package let sections: [SectionID]
    /// When it was made, in milliseconds since 1970 UTC.
    package let createdMilliseconds: Int64

    package init(
        model: ModelID, dimension: Int, generation: Int64, sections: [SectionID] = [],
        createdMilliseconds: Int64
    ) {
        self.model = model
        self.dimension = dimension
        self.generation = generation
        self.sections = Set(sections).sorted()
        self.createdMilliseconds = createdMilliseconds
    }

    /// How similarity is measured. There is no other way yet; files say it so that there may be.
    static let metric = "cosine"

    /// Throws `tooLarge` or `badRow` for a header that no gallery may have.
    func check(subject: String) throws {
        guard (1...GalleryLimits.maximumDimension).contains(dimension) else {
            throw GalleryError(
                .tooLarge, subject,
                "the dimension is \(dimension); 1 to \(GalleryLimits.maximumDimension) is possible")
        }
        guard sections.count <= GalleryLimits.maximumSections else {
            throw GalleryError(
                .tooLarge, subject,
                "\(sections.count) sections in scope; at most \(GalleryLimits.maximumSections) are possible")
        }
        guard sections.allSatisfy({ $0.text.utf8.count <= GalleryLimits.maximumTextBytes }) else {
            throw GalleryError(
                .tooLarge, subject,
                "the name of a section is longer than \(GalleryLimits.maximumTextBytes) bytes")
        }
        guard generation >= 1 else {
            throw GalleryError(.badRow, subject, "generation \(generation) is not positive")
        }
    }

    /// A sha-256 over all that the file says besides the rows, and over the root: one changed bit in an
    /// attribute or a section is found. The text that is hashed has one line for each of: model_id,
    /// dimension, metric, generation, created, root, and each section; each line ends with a line feed (names
    /// cannot contain one).
    func hash(root: String) -> String {
        let numbers = [generation, createdMilliseconds].map { String($0) }
        let lines = [model.text, String(dimension), Self.metric] + numbers + [root] + sections.map(\.text)
        return Hex.encode(SHA256.hash(lines.map { $0 + "\n" }.joined()))
    }
}
