/// An operation in the outbox is not the one that was written there: its disk rotted.
package struct OutboxDamage: Error, CustomStringConvertible {
    package let sequence: Int64

    package var description: String {
        "Operation \(sequence) of the outbox is damaged. Its place goes to the hub's quarantine; check the disk."
    }
}
