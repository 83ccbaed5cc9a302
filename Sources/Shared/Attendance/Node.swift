/// The computer in one classroom.
package struct Node: Hashable, Sendable, Codable {
    package let id: NodeID
    package var name: String
    package var room: RoomID

    package init(id: NodeID, name: String, room: RoomID) {
        self.id = id
        self.name = name
        self.room = room
    }
}
