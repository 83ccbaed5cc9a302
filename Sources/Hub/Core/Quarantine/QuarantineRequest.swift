import Attendance

/// What `POST /v1/quarantine/redrive` and `/discard` take: which operations, all conditions together.
package struct QuarantineRequest: Sendable, Codable {
    package let cause: QuarantineCause?
    package let node: NodeID?
    /// Also what came from a node that was revoked. Default: no.
    package let evenRevoked: Bool?

    package init(cause: QuarantineCause? = nil, node: NodeID? = nil, evenRevoked: Bool? = nil) {
        self.cause = cause
        self.node = node
        self.evenRevoked = evenRevoked
    }

    enum CodingKeys: String, CodingKey {
        case cause, node
        case evenRevoked = "even_revoked"
    }
}

/// What became of operations that were taken up again, or thrown away.
package struct QuarantineResult: Hashable, Sendable, Codable {
    /// Are stored now, as if they had come just then.
    package var stored = 0
    /// The same event had come another way.
    package var known = 0
    /// About somebody who was erased: gone.
    package var erased = 0
    /// Thrown away by an operator.
    package var discarded = 0
    /// Stay aside.
    package var kept = 0
}
