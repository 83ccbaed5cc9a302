import HTTP
import Service

/// The page that tells the people at the door what to do, for a browser on this computer. It names nobody, so that it
/// needs no secret.
package struct ChallengeScreen: Service {
    package let name = "challenge screen"
    private let server: HTTPServer
    private let log: Log

    package init(port: Int, board: ChallengeBoard, clock: NodeClock, log: Log) {
        self.log = log
        server = HTTPServer(
            configuration: HTTPServer.Configuration(host: "127.0.0.1", port: port),
            router: Self.router(board, clock),
            onError: { error, request in
                log.error("A page cannot be shown.", ["route": request.route ?? "", "error": "\(error)"])
            })
    }

    package var address: String { server.baseURL }

    private static func router(_ board: ChallengeBoard, _ clock: NodeClock) -> Router {
        var router = Router()
        let files: [(path: String, type: String, bytes: [UInt8])] = [
            ("/", "text/html; charset=utf-8", PackageResources.challenge_html),
            ("/challenge.css", "text/css; charset=utf-8", PackageResources.challenge_css),
            ("/challenge.js", "text/javascript; charset=utf-8", PackageResources.challenge_js),
        ]
        for file in files {
            router.on(.get, file.path, RouteOptions()) { _ in .webFile(file.bytes, contentType: file.type) }
        }
        router.on(.get, "/challenges", RouteOptions()) { _ in
            try .json(board.list(atMilliseconds: clock.sinceBoot()))
        }
        return router
    }

    package func start() async throws {
        try server.start()
        log.info("People are told at this address what to do.", ["address": address])
    }

    package func stop() async { await server.stop() }
}
