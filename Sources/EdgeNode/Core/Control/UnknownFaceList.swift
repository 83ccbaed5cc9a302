/// What `GET /control/unknown` answers.
package struct UnknownFaceList: Sendable, Codable {
    package let items: [UnknownFaceItem]
}
