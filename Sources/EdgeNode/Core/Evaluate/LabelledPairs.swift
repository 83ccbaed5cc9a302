/// A list of pairs in the form of LFW's `pairs.txt`.
///
/// The first line has the number of folds and the number n of pairs of each kind per fold (folds may be
/// missing: then there is one). Each fold has n lines `NAME i j` (same person) and n lines `NAME i OTHER
/// j`, separated by tabs or blanks; photograph i of NAME is `NAME/NAME_000i.jpg`.
package struct LabelledPairs: Sendable, Equatable {
    package struct Pair: Sendable, Equatable {
        package let fold: Int
        package let first: String
        package let second: String
        package let isSame: Bool
    }

    package let pairs: [Pair]

    /// Longest file that is read, in bytes.
    package static let maximumBytes = 16 << 20

    /// Throws `EvaluationError.badList` with the line number of what cannot be read.
    package init(parsing text: String, name: String) throws {
        let lines = text.split(whereSeparator: \.isNewline)
        let header = (lines.first ?? "").split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard let perFold = header.last, (1...2).contains(header.count),
            header.allSatisfy({ (1...100_000).contains($0) })
        else {
            throw EvaluationError.badList(
                name, line: 1, "should hold the number of folds and of pairs per fold")
        }
        let folds = header.count == 2 ? header[0] : 1
        guard lines.count - 1 == folds * 2 * perFold else {
            throw EvaluationError.badList(
                name, line: lines.count,
                "\(folds) × 2 × \(perFold) pairs were announced, \(lines.count - 1) follow")
        }
        pairs = try lines.dropFirst().enumerated().map { index, line in
            let (fold, place) = index.quotientAndRemainder(dividingBy: 2 * perFold)
            let isSame = place < perFold
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard words.count == (isSame ? 3 : 4), let first = Int(words[1]),
                let second = Int(words[words.count - 1])
            else {
                throw EvaluationError.badList(
                    name, line: index + 2, isSame ? "should be NAME i j" : "should be NAME i OTHER j")
            }
            return Pair(
                fold: fold, first: Self.photograph(words[0], first),
                second: Self.photograph(words[isSame ? 0 : 2], second), isSame: isSame)
        }
    }

    /// The path of a photograph inside the folder of images.
    package static func photograph(_ name: String, _ number: Int) -> String {
        let digits = String(number)
        return "\(name)/\(name)_" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ".jpg"
    }
}
