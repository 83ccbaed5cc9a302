/// An operation's place in its origin's log: 1, 2, 3 … without gaps.
package struct OperationID: Hashable, Sendable {
    package let origin: Origin
    package let sequence: Int64

    package init(origin: Origin, sequence: Int64) {
        self.origin = origin
        self.sequence = sequence
    }
}

extension OperationID: Comparable {
    package static func < (left: OperationID, right: OperationID) -> Bool {
        (left.origin, left.sequence) < (right.origin, right.sequence)
    }
}
