import FoundationEssentials

/// One entry of the log.
package struct LogLine: Sendable, Equatable {
    package struct Field: Sendable, Equatable {
        package let key: String
        package let value: LogValue
    }

    package let wallMilliseconds: Int64
    package let level: Log.Level
    package let message: String
    package let fields: [Field]

    /// The value beside the message, if there is one with this key.
    package subscript(_ key: String) -> LogValue? {
        fields.last { $0.key == key }?.value
    }

    /// One line of JSON without its line end. What comes from outside cannot begin a new line or a new field.
    package var json: String {
        var text = "{\"time\":\"\(time)\",\"level\":\"\(level.name)\",\"message\":\(JSONText.quoted(message))"
        for field in fields {
            text += ",\(JSONText.quoted(field.key)):\(LogLine.json(field.value))"
        }
        return text + "}"
    }

    /// One line for a person's terminal without its line end.
    package var plain: String {
        var text = "\(time.dropFirst(11).prefix(12)) \(level.name.uppercased()) \(message)"
        for field in fields {
            text += " \(field.key)=\(LogLine.plain(field.value))"
        }
        return text
    }

    private var time: String {
        // Half a millisecond more, since the format cuts digits off instead of rounding.
        let date = Date(timeIntervalSince1970: (Double(wallMilliseconds) + 0.5) / 1000)
        return date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    private static func json(_ value: LogValue) -> String {
        switch value {
        case .text(let text): JSONText.quoted(text)
        case .integer(let number): String(number)
        // JSON has no word for infinity or not-a-number.
        case .number(let number): number.isFinite ? "\(number)" : "\"\(number)\""
        case .boolean(let flag): String(flag)
        }
    }

    private static func plain(_ value: LogValue) -> String {
        guard case .text(let text) = value else { return json(value) }
        let isSimple = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 < 0x7F }
        return isSimple ? text : JSONText.quoted(text)
    }
}
