import Attendance
import FoundationEssentials
import Vision
import Service

/// A photograph for an enrolment.
package struct Photograph: Sendable {
    package let file: String
    package let bytes: [UInt8]

    package init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
    }

    /// Reads a file. Throws `Failure` when it cannot be read or is larger than an image may be.
    package init(path: String) throws {
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? nil
        guard let size, let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.noInput, "\(path) cannot be read", advice: "Check the path.")
        }
        guard size <= ImageLimits().maximumBytes else {
            throw Failure(.dataError, "\(path) is larger than \(ImageLimits().maximumBytes) bytes")
        }
        self.init(file: path.split(separator: "/").last.map(String.init) ?? path, bytes: Array(data))
    }

    /// A face below this quality (0…1) makes a bad sample.
    static let minimumQuality: Float = 0.15
    /// Of several faces the largest is meant when it has this many times the area of the next.
    static let clearlyLargest: Float = 4

    /// The one face that is meant, or why there is none.
    static func face(of faces: [AnalysedFace]) -> Result<AnalysedFace, PhotographProblem> {
        let bySize = faces.sorted { area($0) > area($1) }
        guard let largest = bySize.first else { return .failure(PhotographProblem("no face was found")) }
        if bySize.count > 1, area(largest) < clearlyLargest * area(bySize[1]) {
            return .failure(PhotographProblem("shows \(bySize.count) faces; one is needed"))
        }
        guard largest.quality.score >= minimumQuality else {
            return .failure(PhotographProblem("the face is too small, blurred, dark or turned away"))
        }
        return .success(largest)
    }

    private static func area(_ face: AnalysedFace) -> Float { face.face.box.width * face.face.box.height }
}
