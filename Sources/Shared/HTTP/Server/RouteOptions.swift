/// Limits and habits of one route.
package struct RouteOptions: Sendable {
    /// A longer body is refused with 413 before it is read (declared length) or while it is read.
    package var maximumBodyBytes: Int
    /// The cap on a body after `Content-Encoding` is undone; more is refused with 413.
    package var maximumInflatedBytes: Int
    /// Long-polls and streams: the handler's Task is cancelled as soon as the server stops, without
    /// the grace that other handlers get.
    package var endsOnStop: Bool
    /// gzip for clients that accept it. Off by default: compressing a secret together with text from
    /// the same client reveals the secret's length (BREACH).
    package var compressesResponse: Bool

    /// Asked when the head is here and the body is not: of whoever may not send, no byte of the body is
    /// kept. May attach values for the handler. Runs on a thread of the server, so it must be quick.
    package var beforeBody: (@Sendable (inout HTTPRequest) throws(HTTPError) -> Void)?

    package init(
        maximumBodyBytes: Int = 1 << 20, maximumInflatedBytes: Int = 16 << 20, endsOnStop: Bool = false,
        compressesResponse: Bool = false
    ) {
        self.maximumBodyBytes = maximumBodyBytes
        self.maximumInflatedBytes = maximumInflatedBytes
        self.endsOnStop = endsOnStop
        self.compressesResponse = compressesResponse
    }
}
