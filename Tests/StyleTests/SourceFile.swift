import Foundation
import TestSupport

/// A Swift file of this checkout.
struct SourceFile: CustomStringConvertible {
    /// Path within the checkout, such as `Sources/Shared/Attendance/Event.swift`.
    let path: String
    let lines: [String]

    var description: String { path }
    var text: String { lines.joined(separator: "\n") }

    /// All Swift files below `folder` of the checkout.
    static func all(in folder: String) -> [SourceFile] {
        let top = Fixtures.checkout + "/" + folder
        let names = FileManager.default.enumerator(atPath: top)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            let text = (try? String(contentsOfFile: top + "/" + name, encoding: .utf8)) ?? ""
            return SourceFile(path: folder + "/" + name, lines: text.components(separatedBy: "\n"))
        }
    }

    /// The modules that this file imports.
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), index <= 2, !line.hasPrefix(" "),
                index + 1 < words.count, !line.hasPrefix("//")
            else { return nil }
            return words.last.map { $0.split(separator: ".")[0] }.map(String.init)
        }
    }

    private static let functionStart = #"^ *((package|private|fileprivate|static|mutating|override|nonisolated|"#
        + #"final|convenience|required|consuming|borrowing|@\w+(\([^)]*\))?) )*(func |init[?(<]|deinit )"#

    /// Start line (from 1) and length of each function body, found by indentation: our formatting closes a function
    /// at the column where it began.
    var functions: [(line: Int, length: Int)] {
        lines.indices.compactMap { start in
            let line = lines[start]
            guard line.range(of: Self.functionStart, options: .regularExpression) != nil else { return nil }
            let indentation = line.prefix { $0 == " " }
            guard let end = lines[start...].firstIndex(where: { $0 == indentation + "}" }) else { return nil }
            return (start + 1, end - start + 1)
        }
    }
}
