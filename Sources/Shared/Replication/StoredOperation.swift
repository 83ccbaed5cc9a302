/// An operation as it lies in an outbox.
package struct StoredOperation: Hashable, Sendable {
    package let sequence: Int64
    /// The operation's JSON, without a line end.
    package let line: [UInt8]

    package init(sequence: Int64, line: [UInt8]) {
        self.sequence = sequence
        self.line = line
    }
}
