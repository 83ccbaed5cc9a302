import Foundation

/// How reports are written for machines: one line, keys in snake_case and sorted.
package enum ReportJSON {
    package static func text(_ report: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }

    /// What `text` wrote. Throws `DecodingError`.
    package static func value<Report: Decodable>(_ type: Report.Type, from text: String) throws -> Report {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(text.utf8))
    }
}
