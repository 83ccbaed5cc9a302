import Attendance
import Testing

struct AgreementTests {
    /// Directions in a plane, in degrees: faces of one person lie together.
    static func faces(_ degrees: [Double], quality: (Int) -> Float = { _ in 0.5 }) throws -> [Agreement.Face] {
        try degrees.enumerated().map { index, angle in
            Agreement.Face(embedding: try embedding(angle), quality: quality(index))
        }
    }

    static func embedding(_ degrees: Double) throws -> Embedding {
        let steps = Int(degrees / 10)
        var (x, y) = (1.0, 0.0)
        let (cosine, sine) = (0.984807753012208, 0.17364817766693033)
        for _ in 0..<steps { (x, y) = (x * cosine - y * sine, x * sine + y * cosine) }
        return try Embedding([Float(x), Float(y)])
    }

    @Test(arguments: [
        ([], []), ([0], []), ([0, 30], []), ([0, 10, 90], [2]), ([90, 0, 10], [0]), ([0, 10, 20, 90, 100], [3, 4]),
        // The clearest photograph may be the wrong one; the others outvote it.
        ([90, 0, 10, 20], [0]),
        ([0, 10, 90, 180], [2, 3]),
    ] as [([Double], [Int])])
    func whoIsUnlikeTheOthersIsFound(degrees: [Double], outliers: [Int]) throws {
        let faces = try Self.faces(degrees) { $0 == 0 ? 0.9 : 0.5 }
        #expect(Agreement.outliers(of: faces, least: 0.5) == outliers)
    }

    @Test(arguments: [(0.9, 0.3, [1]), (0.3, 0.9, [0])] as [(Float, Float, [Int])])
    func ofTwoThatDisagreeTheBetterStays(first: Float, second: Float, outliers: [Int]) throws {
        let faces = try Self.faces([0, 90]) { $0 == 0 ? first : second }
        #expect(Agreement.outliers(of: faces, least: 0.5) == outliers)
    }

    @Test func whatStandsAlreadyDecides() throws {
        let known = [try Self.embedding(0)]
        #expect(Agreement.outliers(of: try Self.faces([90]), known: known, least: 0.5) == [0])
        #expect(Agreement.outliers(of: try Self.faces([10]), known: known, least: 0.5) == [])
        // Also against more photographs than stand.
        #expect(Agreement.outliers(of: try Self.faces([10, 90]), known: known, least: 0.5) == [1])
    }
}
