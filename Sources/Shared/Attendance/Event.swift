/// An immutable observation made at a node: who, where, when, how sure.
package struct Event: Hashable, Sendable, Codable {
    package let id: EventID
    package let room: RoomID
    package let at: TimeEvidence
    package let observation: Observation

    package init(id: EventID, room: RoomID, at: TimeEvidence, observation: Observation) {
        self.id = id
        self.room = room
        self.at = at
        self.observation = observation
    }
}
