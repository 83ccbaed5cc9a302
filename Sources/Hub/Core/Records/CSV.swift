/// Comma-separated values (RFC 4180), read and written.
package enum CSV {
    package struct Row: Hashable, Sendable {
        /// Line of the file on which the row begins, from 1.
        package let line: Int
        package let cells: [String]
    }

    /// Rows of `text`, blank lines left out. A byte order mark is skipped; cells may be quoted and lines end in LF or
    /// CRLF. Throws `HubError.invalid` for a quote that is never closed.
    package static func rows(_ text: String, separator: Character = ",") throws -> [Row] {
        var rows: [Row] = []
        var cells: [String] = []
        var cell = ""
        var isQuoted = false
        var line = 1
        var rowLine = 1
        func endRow() {
            cells.append(cell)
            if cells != [""] { rows.append(Row(line: rowLine, cells: cells)) }
            (cells, cell, rowLine) = ([], "", line)
        }
        var characters = (text.first == "\u{FEFF}" ? text.dropFirst() : text[...]).makeIterator()
        var pending: Character?
        while let character = pending ?? characters.next() {
            pending = nil
            if character.isNewline { line += 1 }
            switch character {
            case "\"" where isQuoted:
                pending = characters.next()
                if pending == "\"" {
                    cell.append("\"")
                    pending = nil
                } else {
                    isQuoted = false
                }
            case "\"" where cell.isEmpty:
                isQuoted = true
            case separator where !isQuoted:
                cells.append(cell)
                cell = ""
            case _ where character.isNewline && !isQuoted:
                endRow()
            default:
                cell.append(character)
            }
        }
        guard !isQuoted else {
            throw HubError(.invalid, "A quoted cell that begins on line \(rowLine) or later is never closed")
        }
        endRow()
        return rows
    }

    /// One line with its line end. A cell that a spreadsheet would run as a formula gets an apostrophe in front
    /// (owasp.org, "CSV Injection").
    package static func line(_ cells: [String]) -> String {
        cells.map(escaped).joined(separator: ",") + "\r\n"
    }

    private static func escaped(_ cell: String) -> String {
        let harmless = cell.first.map { "=+-@\t\r".contains($0) } == true ? "'" + cell : cell
        guard harmless.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return harmless }
        return "\"" + harmless.replacing("\"", with: "\"\"") + "\""
    }
}
