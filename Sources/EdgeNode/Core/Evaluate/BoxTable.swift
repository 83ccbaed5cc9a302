import Vision

/// Hand-drawn boxes by image: CSV with the header `file,x1,y1,x2,y2,ignore`, corners in pixels, ignore 0 or
/// 1.
package struct BoxTable: Sendable, Equatable {
    package let boxes: [String: [AveragePrecision.DrawnBox]]

    /// Longest file that is read, in bytes.
    package static let maximumBytes = 64 << 20

    private static let header = ["file", "x1", "y1", "x2", "y2", "ignore"]

    /// Throws `EvaluationError.badList` with the line number of what cannot be read.
    package init(parsing text: String, name: String) throws {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let first = lines.first, Self.cells(first) == Self.header else {
            throw EvaluationError.badList(name, line: 1, "should be " + Self.header.joined(separator: ","))
        }
        var boxes: [String: [AveragePrecision.DrawnBox]] = [:]
        for (index, line) in lines.enumerated().dropFirst() {
            let cells = Self.cells(line)
            let corners = cells.dropFirst().prefix(4).compactMap { Float($0) }
            guard cells.count == Self.header.count, !cells[0].isEmpty, corners.count == 4,
                corners.allSatisfy(\.isFinite), corners[2] > corners[0], corners[3] > corners[1],
                cells[5] == "0" || cells[5] == "1"
            else {
                throw EvaluationError.badList(name, line: index + 1, "is not a file name, a box and 0 or 1")
            }
            let box = Box(
                x: corners[0], y: corners[1], width: corners[2] - corners[0], height: corners[3] - corners[1])
            boxes[cells[0], default: []].append(.init(box: box, isIgnored: cells[5] == "1"))
        }
        self.boxes = boxes
    }

    private static func cells(_ line: Substring) -> [String] {
        line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
            let start = cell.drop(while: \.isWhitespace)
            return String(start.prefix(start.count - start.reversed().prefix(while: \.isWhitespace).count))
        }
    }
}
