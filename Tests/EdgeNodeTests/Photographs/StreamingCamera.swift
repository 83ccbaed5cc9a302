import Foundation
import HTTP
import Synchronization

/// A motion JPEG camera of ten frames a second.
final class StreamingCamera: Sendable {
    private let server: HTTPServer
    private let opened: Counter

    private final class Counter: Sendable {
        let value = Mutex(0)
    }

    /// Shows one photograph some times and then breaks off.
    convenience init(photograph: String, frames: Int) throws {
        let jpeg = [UInt8](try Data(contentsOf: URL(fileURLWithPath: photograph)))
        try self.init { $0 < frames ? jpeg : nil }
    }

    /// - Parameter show: gives each frame by its number, as JPEG; nil breaks off.
    init(show: @escaping @Sendable (Int) -> [UInt8]?) throws {
        let opened = Counter()
        var router = Router()
        router.on(.get, "/video", RouteOptions(endsOnStop: true)) { _ in
            opened.value.withLock { $0 += 1 }
            return .stream("multipart/x-mixed-replace; boundary=frame") { writer in
                var frame = 0
                while let jpeg = show(frame) {
                    frame += 1
                    try await writer.write("--frame\r\nContent-Type: image/jpeg\r\n")
                    try await writer.write("Content-Length: \(jpeg.count)\r\n\r\n")
                    try await writer.write(jpeg)
                    try await writer.write("\r\n")
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
        }
        self.opened = opened
        server = HTTPServer(configuration: .init(host: "127.0.0.1", port: 0), router: router, onError: { _, _ in })
        try server.start()
    }

    var address: String { server.baseURL + "/video" }
    var connections: Int { opened.value.withLock { $0 } }

    func stop() async { await server.stop(graceSeconds: 0) }
}
