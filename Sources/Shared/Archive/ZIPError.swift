/// Why an archive, or an entry of it, cannot be read. `description` completes "the archive …" or "the entry …".
package struct ZIPError: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
