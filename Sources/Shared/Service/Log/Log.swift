/// Structured log: a constant sentence, and beside it what varies, under dotted keys.
///
///     log.info("Batch sent.", ["batch.events": 12, "hub.url": url])
package struct Log: Sendable {
    package enum Level: Int, Sendable, Comparable, CaseIterable {
        case debug, info, warning, error

        package var name: String {
            switch self {
            case .debug: "debug"
            case .info: "info"
            case .warning: "warning"
            case .error: "error"
            }
        }

        /// nil for a word that is no level.
        package init?(name: String) {
            guard let level = Level.allCases.first(where: { $0.name == name }) else { return nil }
            self = level
        }

        package static func < (first: Level, second: Level) -> Bool { first.rawValue < second.rawValue }
    }

    package let level: Level
    private let sink: any LogSink
    private let time: any TimeSource
    private var fields: [LogLine.Field] = []

    package init(
        level: Level = .info, sink: any LogSink = StandardErrorSink(), time: any TimeSource = SystemTime()
    ) {
        self.level = level
        self.sink = sink
        self.time = time
    }

    /// Keeps nothing.
    package static let silent = Log(level: .error, sink: NoSink())

    /// A log that puts these fields beside each of its messages.
    package func with(_ metadata: KeyValuePairs<String, any LogConvertible>) -> Log {
        var child = self
        child.fields += Log.fields(metadata)
        return child
    }

    package func debug(_ message: StaticString, _ metadata: KeyValuePairs<String, any LogConvertible> = [:]) {
        write(.debug, message, metadata)
    }

    package func info(_ message: StaticString, _ metadata: KeyValuePairs<String, any LogConvertible> = [:]) {
        write(.info, message, metadata)
    }

    package func warning(_ message: StaticString, _ metadata: KeyValuePairs<String, any LogConvertible> = [:])
    {
        write(.warning, message, metadata)
    }

    package func error(_ message: StaticString, _ metadata: KeyValuePairs<String, any LogConvertible> = [:]) {
        write(.error, message, metadata)
    }

    private func write(
        _ level: Level, _ message: StaticString, _ metadata: KeyValuePairs<String, any LogConvertible>
    ) {
        guard level >= self.level else { return }
        sink.write(
            LogLine(
                wallMilliseconds: time.wallMilliseconds(), level: level, message: message.description,
                fields: fields + Log.fields(metadata)))
    }

    private static func fields(_ metadata: KeyValuePairs<String, any LogConvertible>) -> [LogLine.Field] {
        metadata.map { LogLine.Field(key: $0.key, value: $0.value.logValue) }
    }
}
