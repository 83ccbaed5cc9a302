/// What went wrong in this module, in one line that says what happened, to what, and what to do next. It never
/// holds pixels, embeddings or names of people.
package struct VisionError: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// No bytes at all.
        case emptyImage
        /// The data ends before the picture does.
        case truncatedImage
        /// Neither JPEG nor PNG.
        case notAnImage
        /// Claims to be a format that is read, but cannot be read as such.
        case damagedImage
        /// More bytes or pixels than the limits allow.
        case imageTooLarge
        /// No folder on the search path has a pack of this name.
        case packNotFound
        /// A file of the pack is missing or is not the one its manifest names.
        case packDamaged
        /// The pack is intact but not something this version can use here.
        case packUnsupported
        /// The inference library refused.
        case inferenceFailed
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
