/// In which order a network wants its colour planes.
package enum ChannelOrder: String, Sendable, Codable {
    case redGreenBlue = "RGB"
    case blueGreenRed = "BGR"
}
