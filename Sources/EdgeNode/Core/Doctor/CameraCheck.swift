import HTTP
import Service
import Synchronization
import Vision

/// Whether a camera gives pictures.
struct CameraCheck: Sendable {
    let camera: String
    let client: HTTPClient

    /// Longest wait for a stream's first picture, in seconds.
    private static let firstPictureSeconds = 8.0

    func finding() async -> DoctorFinding {
        do {
            let specification = try CameraSpecification(camera)
            switch specification {
            case .folder(let path):
                return .ok("camera", "\(specification): \(try Self.count(path)) photographs")
            case .file(let path):
                return .ok("camera", "\(specification): \(try Self.size(PhotographFile.read(path)))")
            case .stream(let url): return .ok("camera", "\(specification): \(try await firstPicture(url))")
            }
        } catch let error as VisionError {
            return .fail("camera", error, fix: "The camera must give JPEG pictures.", .unavailable)
        } catch {
            return .fail("camera", error, fix: "Check that it is switched on and its address.", .unavailable)
        }
    }

    private static func count(_ folder: String) throws -> Int {
        try Folder.files(in: folder).count(where: PhotographFile.hasImageName)
    }

    private static func size(_ picture: [UInt8]) throws -> String {
        let decoded = try ImageDecoder.decode(picture)
        return "\(decoded.originalWidth)×\(decoded.originalHeight) pixels"
    }

    private func firstPicture(_ url: String) async throws -> String {
        let parser = Mutex(MJPEGParser())
        let first = Mutex<[UInt8]?>(nil)
        try await client.stream(
            HTTPClientRequest(.get, url, timeoutSeconds: Self.firstPictureSeconds),
            onChunk: { bytes in
                guard let frames = try? parser.withLock({ try $0.consume(bytes) }) else { return false }
                guard let frame = frames.first else { return true }
                first.withLock { $0 = frame }
                return false
            })
        guard let picture = first.withLock({ $0 }) else {
            throw Failure(
                .unavailable, "the stream holds no picture",
                advice: "Name the address of its motion JPEG stream.")
        }
        return try Self.size(picture)
    }
}
