/// gzip (RFC 1952) in memory, for contents that are stored or hashed in this form.
package enum Gzip {
    /// What `inflated` refuses.
    package enum Failure: Error, CustomStringConvertible {
        case damaged
        /// It would be more than the bytes that were allowed.
        case tooLarge(Int)

        package var description: String {
            switch self {
            case .damaged: "the compressed bytes are damaged"
            case .tooLarge(let limit): "the compressed bytes inflate to more than \(limit) bytes"
            }
        }
    }

    /// The same bytes always give the same result with one release of zlib. Nil when there is no memory for it.
    package static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        Compression.gzip(bytes)
    }

    /// Never holds more than `maximumBytes` of the result.
    package static func inflated(_ bytes: [UInt8], maximumBytes: Int) throws(Failure) -> [UInt8] {
        do {
            return try Compression.inflated(bytes, maximumBytes: maximumBytes)
        } catch {
            switch error {
            case .damaged: throw .damaged
            case .tooLarge: throw .tooLarge(maximumBytes)
            }
        }
    }
}
