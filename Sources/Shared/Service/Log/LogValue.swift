/// A value beside a log message. Never a face vector, a secret or a person's name.
package enum LogValue: Sendable, Equatable {
    case text(String)
    case integer(Int64)
    case number(Double)
    case boolean(Bool)
}

/// What can stand beside a log message.
package protocol LogConvertible: Sendable {
    var logValue: LogValue { get }
}

extension LogValue: LogConvertible {
    package var logValue: LogValue { self }
}

extension String: LogConvertible {
    package var logValue: LogValue { .text(self) }
}

extension Int: LogConvertible {
    package var logValue: LogValue { .integer(Int64(self)) }
}

extension Int64: LogConvertible {
    package var logValue: LogValue { .integer(self) }
}

extension Int32: LogConvertible {
    package var logValue: LogValue { .integer(Int64(self)) }
}

extension Double: LogConvertible {
    package var logValue: LogValue { .number(self) }
}

extension Float: LogConvertible {
    package var logValue: LogValue { .number(Double(self)) }
}

extension Bool: LogConvertible {
    package var logValue: LogValue { .boolean(self) }
}
