/// Pieces of a page; whatever comes in as text is escaped here and nowhere else.
enum HTML {
    /// Text as it may stand between tags and in quoted attributes.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
    }

    static func element(_ name: String, _ text: String, class style: String? = nil) -> String {
        "<\(name)\(style.map { " class=\"\($0)\"" } ?? "")>\(escaped(text))</\(name)>\n"
    }

    static func list(_ items: [String]) -> String {
        "<ul>\n" + items.map { element("li", $0) }.joined() + "</ul>\n"
    }

    /// Without a head where `titles` is empty; the first cell of each row heads it.
    static func table(_ titles: [String], _ rows: [[String]]) -> String {
        let head = titles.isEmpty
            ? "" : "<thead><tr>" + titles.map { element("th", $0) }.joined() + "</tr></thead>\n"
        let body = rows.map { row in
            "<tr>" + row.enumerated().map { element($0 == 0 ? "th" : "td", $1) }.joined() + "</tr>\n"
        }
        return "<table\(titles.count > 3 ? " class=\"wide\"" : "")>\n\(head)<tbody>\n\(body.joined())</tbody></table>\n"
    }
}
