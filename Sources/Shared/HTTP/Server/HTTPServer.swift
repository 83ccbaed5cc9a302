import Synchronization

/// An HTTP/1.1 server over libmicrohttpd: a few threads for the sockets, a Swift Task per request.
package final class HTTPServer: Sendable {
    private enum State {
        case idle
        case running(ServerDaemon, port: Int)
        case stopped
    }

    /// After the grace, cancelled handlers have this long to end before their connections are cut.
    private static let cancellationSeconds = 1.0
    private static let pollInterval = Duration.milliseconds(5)

    private let core: ServerCore
    private let state = Mutex(State.idle)

    /// `onError` is told of errors that handlers throw and that are not meant for clients.
    package init(
        configuration: Configuration, router: Router,
        onError: @escaping @Sendable (any Error, HTTPRequest) -> Void
    ) {
        core = ServerCore(
            configuration: configuration, responder: Responder(router: router, onError: onError))
    }

    /// Listens and serves. To be called once.
    package func start() throws(HTTPServerError) {
        let socket = try ListeningSocket(host: core.configuration.host, port: core.configuration.port)
        let daemon = try ServerDaemon(core: core, socket: socket)
        core.watcher.start(everySecond: core.headClock.cutLateHeads)
        state.withLock { $0 = .running(daemon, port: socket.port) }
    }

    /// The port in use; with port 0 configured, the one the system chose.
    package var port: Int {
        state.withLock { if case .running(_, let port) = $0 { port } else { core.configuration.port } }
    }

    /// "http://127.0.0.1:49152"
    package var baseURL: String {
        let host = core.configuration.host
        let scheme = core.configuration.tls == nil ? "http" : "https"
        return "\(scheme)://" + (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
    }

    /// Requests that are being read, handled or answered.
    package var activeRequests: Int { core.exchanges.count }

    /// Takes no more requests, ends long-polls and streams, lets other requests finish within the grace,
    /// then cancels and at last cuts them. Returns when no thread of the server is left.
    package func stop(graceSeconds: Double = 5) async {
        let daemon: ServerDaemon? = state.withLock { state in
            defer { state = .stopped }
            return if case .running(let daemon, _) = state { daemon } else { nil }
        }
        guard let daemon else { return }
        // From here on requests are turned away, by closing their connection. The port itself stays open until the
        // end: MHD_quiesce_daemon of 0.9.75 aborts the process when a worker thread takes the listening socket out
        // of its epoll set at the same moment.
        core.close()
        for exchange in core.exchanges where exchange.head.options.endsOnStop { exchange.cancel() }
        await waitUntilIdle(seconds: graceSeconds)
        for exchange in core.exchanges { exchange.cancel() }
        await waitUntilIdle(seconds: Self.cancellationSeconds)
        for exchange in core.exchanges { exchange.abort() }
        await withCheckedContinuation { continuation in
            startThread {
                daemon.stop()
                continuation.resume()
            }
        }
        core.watcher.stop()
    }

    private func waitUntilIdle(seconds: Double) async {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while !core.exchanges.isEmpty, ContinuousClock.now < deadline {
            // Also when `stop` itself runs in a cancelled Task: then this loop only waits less gently.
            try? await Task.sleep(for: Self.pollInterval)
        }
    }
}
