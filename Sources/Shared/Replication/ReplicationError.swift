/// What the protocol refuses.
package enum ReplicationError: Error, Equatable, CustomStringConvertible {
    /// Not the format that the protocol describes.
    case malformed(String)
    /// A protocol version that this build does not speak.
    case version(Int)
    /// Something that the sender says must be understood, and that this build does not know.
    case required(String)
    /// A cursor that this hub did not make.
    case cursor(String)

    package var description: String {
        switch self {
        case .malformed(let problem): problem
        case .version(let version):
            "protocol version \(version) is not spoken here (this build speaks \(Protocol.version)); nothing is lost: "
                + "install the newer release \(version > Protocol.version ? "here, then it is taken" : "over there")"
        case .required(let name):
            "this needs \"\(name.prefix(40))\", which this build does not know; nothing is lost: install the newer "
                + "release here, then it is taken"
        case .cursor(let text): "\"\(text.prefix(80))\" is not a position in this feed"
        }
    }
}
