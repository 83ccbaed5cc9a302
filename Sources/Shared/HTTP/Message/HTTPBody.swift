/// What follows a response's head: bytes that exist already, or bytes that are made while sent.
package enum HTTPBody: Sendable {
    case bytes([UInt8])
    /// Runs in a Task of its own; the stream ends when it returns. When the client goes away or the
    /// server stops, that Task is cancelled.
    case stream(@Sendable (HTTPBodyWriter) async throws -> Void)
}
