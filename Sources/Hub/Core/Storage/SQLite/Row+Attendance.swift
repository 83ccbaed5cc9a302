import Attendance
import SQLite

extension Identifier: ValueConvertible {
    package var databaseValue: Value { .blob(bytes) }
}

extension Label: ValueConvertible {
    package var databaseValue: Value { .text(text) }
}

extension ModelID: ValueConvertible {
    package var databaseValue: Value { .text(text) }
}

extension Row {
    func identifier<Subject>(_ column: ColumnKey) throws -> Identifier<Subject> {
        Identifier(try uuid(column))
    }

    func identifierIfPresent<Subject>(_ column: ColumnKey) throws -> Identifier<Subject>? {
        try uuidIfPresent(column).map { Identifier($0) }
    }

    func label<Subject>(_ column: ColumnKey) throws -> Label<Subject> {
        try Label(text(column))
    }

    /// A raw value that a CHECK of the schema restricts to `Choice`'s cases.
    func choice<Choice: RawRepresentable>(_ column: ColumnKey) throws -> Choice where Choice.RawValue == String {
        let text = try text(column)
        guard let choice = Choice(rawValue: text) else {
            throw HubError(
                .damaged, "The database has an unknown value \"\(text)\"",
                advice: "It was written by a newer release; install that release.")
        }
        return choice
    }
}
