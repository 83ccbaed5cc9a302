/// A gallery file's name: `gallery-<generation>-<first 16 digits of the root>.h5`, or `.sealed` where it is encrypted.
struct GalleryFileName: Equatable {
    let generation: Int64
    let rootPrefix: String
    let isSealed: Bool

    static let prefixDigits = 16
    /// What a file is called until it is complete: its name with this at the end.
    static let temporarySuffix = ".tmp"
    private static let sealedSuffix = ".sealed"

    init(_ gallery: Gallery, isSealed: Bool) {
        self.isSealed = isSealed
        generation = gallery.header.generation
        rootPrefix = String(gallery.root.prefix(Self.prefixDigits))
    }

    /// Nil for any other text, so also for one that would lead out of the folder.
    init?(text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "gallery", let generation = Int64(parts[1]), generation >= 1
        else {
            return nil
        }
        self.generation = generation
        rootPrefix = String(parts[2].prefix(Self.prefixDigits))
        isSealed = parts[2].hasSuffix(Self.sealedSuffix)
        guard self.text == text, rootPrefix.allSatisfy(\.isHexDigit) else { return nil }
    }

    var text: String { "gallery-\(generation)-\(rootPrefix)" + (isSealed ? Self.sealedSuffix : ".h5") }
}
