import Attendance
import Gallery
import Service
import Vision

/// Finds the faces of photographs and says who they are. Any number of threads may use one.
package struct Recogniser: Sendable {
    private let analyser: FaceAnalyser
    private let names: [PersonID: String]
    private let search: (faces: FaceSearch, rule: DecisionRule)?

    /// `known`: nil finds faces without naming anybody.
    package init(analyser: FaceAnalyser, known: (people: KnownPeople, rule: DecisionRule)?) {
        self.analyser = analyser
        names = known?.people.names ?? [:]
        search = known.map {
            (FaceSearch($0.people.gallery, isCentred: analyser.embedder.isCentred), $0.rule)
        }
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
        let decisions = try search.map { try $0.faces.decide(faces.map { try Embedding($0.embedding) }, by: $0.rule) }
            ?? faces.map { _ in .unknown(nearest: nil) }
        return zip(faces, decisions).map { RecognisedFace($0, $1, names: names) }
    }
}
