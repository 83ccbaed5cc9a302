import Foundation
import HTTP
import Service
import Synchronization

/// The hub's HTTP server as a service; leaves its address in the data folder while it runs, for the command line.
package final class HubServer: Service {
    package let name = "http"
    private let server: HTTPServer
    private let folder: HubFolder
    private let onStart: @Sendable (String, Int) throws -> Void

    /// `onStart` gets the base address and the port as soon as the port is open.
    package init(
        _ server: HTTPServer, folder: HubFolder, onStart: @escaping @Sendable (String, Int) throws -> Void = { _, _ in }
    ) {
        self.server = server
        self.folder = folder
        self.onStart = onStart
    }

    package func start() async throws {
        try server.start()
        try ControlFile(address: server.localAddress).write(folder)
        try onStart(server.localAddress, server.port)
    }

    package func stop() async {
        ControlFile.remove(folder)
        await server.stop()
    }
}

extension HTTPServer {
    /// How to reach it from this machine, also when it listens on every network.
    package var localAddress: String { "https://127.0.0.1:\(port)" }
}
