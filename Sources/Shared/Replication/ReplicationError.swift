/// What the protocol refuses.
package enum ReplicationError: Error, Equatable, CustomStringConvertible {
    /// Not the format that the protocol describes.
    case malformed(String)
    /// A protocol version that this build does not speak.
    case version(Int)
    /// A cursor that this hub did not make.
    case cursor(String)

    package var description: String {
        switch self {
        case .malformed(let problem): problem
        case .version(let version):
            "protocol version \(version) is not spoken here (this build speaks \(Protocol.version)); "
                + "bring node and hub to the same release"
        case .cursor(let text): "\"\(text.prefix(80))\" is not a position in this feed"
        }
    }
}
