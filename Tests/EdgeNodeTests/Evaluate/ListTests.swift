import EdgeNodeCore
import Testing

@Suite("Lists for evaluations")
struct ListTests {
    @Test("LFW's form: folds, tabs and blanks, Windows line ends, four-digit numbers")
    func pairs() throws {
        let text = "2\t1\r\nAnna_A\t1\t12\r\nAnna_A 3\tBo 4\nBo\t1\t2\nBo\t1\tAnna_A\t12345\n"
        let pairs = try LabelledPairs(parsing: text, name: "pairs.txt").pairs
        #expect(pairs.map(\.fold) == [0, 0, 1, 1])
        #expect(pairs.map(\.isSame) == [true, false, true, false])
        #expect(pairs[0].first == "Anna_A/Anna_A_0001.jpg" && pairs[0].second == "Anna_A/Anna_A_0012.jpg")
        #expect(pairs[1].second == "Bo/Bo_0004.jpg")
        #expect(pairs[3].second == "Anna_A/Anna_A_12345.jpg")
    }

    @Test("Without a number of folds there is one")
    func oneFold() throws {
        #expect(try LabelledPairs(parsing: "1\nA 1 2\nA 1 B 1\n", name: "p").pairs.map(\.fold) == [0, 0])
    }

    @Test(
        "What is wrong with a list is said with its line",
        arguments: [
            ("", 1), ("x y\n", 1), ("0 5\n", 1), ("1 1\nA 1 2\n", 2), ("1 1\nA 1 2\nA 1 B\n", 3),
            ("1 1\nA 1 B 2\nA 1 B 2\n", 2), ("1 1\nA 1 x\nA 1 B 2\n", 2), ("99999999 99999999\n", 1),
        ])
    func badPairs(text: String, line: Int) {
        #expect {
            try LabelledPairs(parsing: text, name: "p")
        } throws: { error in
            guard case EvaluationError.badList("p", let found, _) = error else { return false }
            return found == line
        }
    }

    @Test("Boxes by file")
    func boxes() throws {
        let text = "file,x1,y1,x2,y2,ignore\na.jpg,1,2,11.5,22,0\na.jpg,0,0,5,5,1\nb/c.jpg,1,1,2,2,0\n"
        let table = try BoxTable(parsing: text, name: "boxes.csv")
        #expect(table.boxes.keys.sorted() == ["a.jpg", "b/c.jpg"])
        let first = try #require(table.boxes["a.jpg"]?.first)
        #expect(first.box.width == 10.5 && first.box.height == 20 && !first.isIgnored)
        #expect(table.boxes["a.jpg"]?.last?.isIgnored == true)
    }

    @Test(
        "A bad table of boxes",
        arguments: [
            ("", 1), ("file,x,y\n", 1), ("file,x1,y1,x2,y2,ignore\na.jpg,1,2,3\n", 2),
            ("file,x1,y1,x2,y2,ignore\na.jpg,1,2,3,4,0\na.jpg,5,2,3,4,0\n", 3),
            ("file,x1,y1,x2,y2,ignore\na.jpg,1,2,nan,4,0\n", 2),
            ("file,x1,y1,x2,y2,ignore\na.jpg,1,2,3,4,yes\n", 2),
        ])
    func badBoxes(text: String, line: Int) {
        #expect {
            try BoxTable(parsing: text, name: "b")
        } throws: { error in
            guard case EvaluationError.badList("b", let found, _) = error else { return false }
            return found == line
        }
    }
}
