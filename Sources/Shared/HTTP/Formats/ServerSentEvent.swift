/// One message of an event stream (`text/event-stream`, WHATWG HTML §9.2).
package struct ServerSentEvent: Sendable {
    package static let contentType = "text/event-stream"

    package let id: String?
    package let event: String?
    package let data: String

    package init(id: String? = nil, event: String? = nil, data: String) {
        self.id = id
        self.event = event
        self.data = data
    }

    /// As sent; line breaks in `data` become further data lines, in `id` and `event` they are dropped.
    package var bytes: [UInt8] {
        var text = ""
        if let id { text += "id: \(id.filter { !$0.isNewline })\n" }
        if let event { text += "event: \(event.filter { !$0.isNewline })\n" }
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            text += "data: \(line)\n"
        }
        return Array((text + "\n").utf8)
    }
}
