import Attendance
import Gallery
import Service
import Vision

/// Finds the faces of photographs and says who they are. Any number of threads may use one.
package struct Recogniser: Sendable {
    private let analyser: FaceAnalyser
    private let known: KnownPeople?
    private let search: FaceSearch?
    private let rule: DecisionRule

    /// - Parameters:
    ///   - known: nil finds faces without naming anybody.
    ///   - rule: by the thresholds of the embedder's pack.
    package init(analyser: FaceAnalyser, known: KnownPeople?, rule: DecisionRule) {
        self.analyser = analyser
        self.known = known
        self.rule = rule
        search = known.map { FaceSearch($0.gallery, isCentred: analyser.embedder.isCentred) }
    }

    /// All files, one after another or side by side; one that cannot be read does not stop the others.
    package func recognise(files: [String], workers: Int) async -> [RecognisedFile] {
        await ParallelMap.map(files, workers: workers, title: "Recognising") { file in
            do {
                return RecognisedFile(file: file, outcome: .success(try recognise(PhotographFile.read(file))))
            } catch let failure as Failure {
                return RecognisedFile(file: file, outcome: .failure(.init(text: failure.message)))
            } catch {
                return RecognisedFile(file: file, outcome: .failure(.init(text: "\(error)")))
            }
        }
    }

    /// The faces of one photograph.
    package func recognise(_ bytes: [UInt8]) throws -> [RecognisedFace] {
        let faces = try analyser.analyse(bytes)
        let decisions = try search?.decide(faces.map { try Embedding($0.embedding) }, by: rule)
            ?? faces.map { _ in .unknown(nearest: nil) }
        return zip(faces, decisions).map { RecognisedFace($0, $1, names: known?.names ?? [:]) }
    }
}
