import Foundation
import Testing

/// Every place that makes a `Sample`, with why it may: what recognises people comes through one gate
/// (`EnrolmentGate`, docs/RECOGNITION.md).
struct SamplePathTests {
    enum Path {
        /// From a face that the gate let through.
        case gate
        /// As it lies in a table, where it came by one of the other paths.
        case stored
        /// Of embeddings that somebody computed elsewhere, for a gallery file on the command line.
        case imported
        /// Numbers that are nobody's face: simulator, benchmark, fuzzer.
        case invented
    }

    static let paths: [(file: String, path: Path)] = [
        // Photographs at the hub: forms, `people enrol`, `people enrol-folder`.
        ("Sources/Hub/Core/Enrolment/EnrolmentDesk.swift", .gate),
        // Crops that are kept of such photographs, read by another model.
        ("Sources/Hub/Core/Models/Reembedder.swift", .gate),
        // Photographs at a node, and unknown faces that were named.
        ("Sources/EdgeNode/Core/Enrolment/Enroller.swift", .gate),
        ("Sources/Hub/Core/Storage/SQLite/SampleTable.swift", .stored),
        ("Sources/Hub/Core/Storage/SQLite/PeopleFeed.swift", .stored),
        ("Sources/EdgeNode/Core/Storage/RosterTable+Checkpoint.swift", .stored),
        ("Sources/EdgeNode/Core/GalleryTools/PlainImport.swift", .imported),
        ("Sources/Simulator/Core/SimulatedPerson.swift", .invented),
        ("Sources/Bench/Sync/EventSource.swift", .invented),
        ("Sources/Bench/Start/StartBenchmark.swift", .invented),
        ("Sources/Fuzz/Core/Examples.swift", .invented),
    ]

    private static func makesSample(_ file: SourceFile) -> Bool {
        // Clocks are sampled, too.
        guard !file.path.hasSuffix("ClockOffset.swift") else { return false }
        return file.text.range(of: #"(?<![\w.])Sample(\.init)?\("#, options: .regularExpression) != nil
    }

    @Test func noSampleIsMadeElsewhere() {
        let found = Set(StyleTests.sources.filter(Self.makesSample).map(\.path))
        #expect(found == Set(Self.paths.map(\.file)))
    }

    /// Outside Vision nothing can make an `EnrolmentFace` but the gate: whoever takes embedding and quality from one
    /// has asked it.
    @Test func whoComesThroughTheGateTakesItsFaces() {
        let gated = Set(Self.paths.filter { $0.path == .gate }.map(\.file))
        for file in StyleTests.sources where gated.contains(file.path) {
            #expect(file.text.contains("embedding: face.embedding") && file.text.contains("sheet.faces"))
        }
        let makers = StyleTests.sources.filter {
            $0.text.range(of: #"(?<![\w.])EnrolmentF(ace|inding)\("#, options: .regularExpression) != nil
        }
        #expect(makers.map(\.path) == [
            "Sources/Shared/Vision/Enrolment/EnrolmentGate.swift", "Sources/Shared/Vision/FaceAnalyser+Enrolment.swift",
        ])
    }
}
