/// An identification as the hub reads it: its time resolved to the hub's clock.
package struct Sighting: Hashable, Sendable {
    package let event: EventID
    package let person: PersonID
    package let room: RoomID
    package let at: ResolvedTime
    package let similarity: Float

    package init(event: EventID, person: PersonID, room: RoomID, at: ResolvedTime, similarity: Float) {
        self.event = event
        self.person = person
        self.room = room
        self.at = at
        self.similarity = similarity
    }
}
