/// Which packs a report is about.
package struct ModelNames: Sendable, Encodable, Equatable {
    package let detector: String
    /// Nil where no face is embedded.
    package let embedder: String?

    package init(detector: String, embedder: String?) {
        self.detector = detector
        self.embedder = embedder
    }
}

extension ModelNames {
    /// For people.
    package var text: String { [detector, embedder].compactMap(\.self).joined(separator: " + ") }
}
