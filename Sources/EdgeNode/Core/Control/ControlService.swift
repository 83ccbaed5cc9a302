import HTTP
import Service
import Synchronization

/// Takes commands from this computer while the node runs.
package struct ControlService: Service {
    package let name = "control"
    private let folder: DataFolder
    private let server: HTTPServer
    private let secret: String

    package init(runtime: NodeRuntime, status: NodeStatus, board: ChallengeBoard = ChallengeBoard()) {
        let log = runtime.log
        folder = runtime.folder
        secret = ControlAddress.newSecret()
        server = HTTPServer(
            configuration: HTTPServer.Configuration(host: "127.0.0.1", port: 0),
            router: ControlRouter(runtime: runtime, status: status, board: board).router(secret: secret),
            onError: { error, request in
                log.error("A command failed.", ["route": request.route ?? "", "error": "\(error)"])
            })
    }

    var address: ControlAddress { ControlAddress(address: server.baseURL, secret: secret) }

    package func start() async throws {
        try server.start()
        try address.write(to: folder)
    }

    package func stop() async {
        ControlAddress.remove(from: folder)
        await server.stop()
    }
}
