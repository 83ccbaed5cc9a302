/// An HTTP/1.1 client over libcurl. One background thread carries any number of requests and keeps
/// connections open between them; make few clients and share them.
package final class HTTPClient: Sendable {
    /// Whose certificates are good.
    package enum Trust: Sendable, Equatable {
        /// Those of the authorities that the system knows.
        case system
        /// Those of this authority alone (PEM).
        case authority(String)
        /// Anybody's. Only for what is checked by other means, or worth nothing to a listener.
        case unverified
    }

    package struct Configuration: Sendable {
        package var trust = Trust.system
        /// Refuses `http:` addresses.
        package var needsTLS = false
        package var connectTimeoutSeconds = 10.0
        /// A transfer without a byte for this long is ended, except in long-polls.
        package var stallTimeoutSeconds = 20
        package var userAgent = "rollcall"
        /// Only what is set here: proxies of the environment are not used.
        package var proxy: String?

        package init() {}
    }

    private let configuration: Configuration
    private let loop: TransferLoop

    package init(configuration: Configuration = Configuration()) {
        self.configuration = configuration
        loop = TransferLoop()
        loop.start()
    }

    deinit {
        loop.stop()
    }

    /// Sends and waits for the whole response; every status is a response. Redirects are not followed.
    /// Throws `HTTPClientError`, or `CancellationError` when the Task is cancelled.
    package func send(_ request: HTTPClientRequest) async throws -> HTTPClientResponse {
        try await perform(
            Transfer(request, try HTTPAddress.place(of: request.url), configuration, stream: nil))
    }

    /// Reads an endless response. `onHead` is told status and headers, then `onChunk` each piece until
    /// it gives false or the server ends; both run on the client's thread and must be quick. There is no
    /// timeout for the whole, but a stream that stalls ends with `.timedOut`. A status other than
    /// 2xx throws.
    package func stream(
        _ request: HTTPClientRequest, onHead: @escaping @Sendable (HTTPClientResponse) -> Void = { _ in },
        onChunk: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws {
        let stream = Transfer.Stream(onHead: onHead, onChunk: onChunk)
        let place = try HTTPAddress.place(of: request.url)
        _ = try await perform(Transfer(request, place, configuration, stream: stream))
    }

    private func perform(_ transfer: Transfer) async throws -> HTTPClientResponse {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                loop.submit(transfer, continuation)
            }
        } onCancel: {
            loop.cancel(transfer)
        }
    }
}
