import CMicroHTTPD
import Glibc

/// libmicrohttpd's daemon and the callbacks it makes.
///
/// Sendable by this invariant: `stopListening` and `stop` are called once each, in this order, by the
/// one caller that took the daemon out of `HTTPServer`'s state.
final class ServerDaemon: @unchecked Sendable {
    /// Beside the request's head, libmicrohttpd keeps the response's head and its bookkeeping in the
    /// same per-connection memory.
    private static let connectionOverheadBytes = 16 << 10

    private let daemon: OpaquePointer
    /// Retained for the callbacks until `stop`.
    private let core: Unmanaged<ServerCore>

    init(core: ServerCore, socket: ListeningSocket) throws(HTTPServerError) {
        raiseOpenFilesLimit(to: core.configuration.maximumConnections)
        let configuration = core.configuration
        var settings = CMicroHTTPD_settings()
        settings.listening_socket = socket.descriptor
        settings.threads = UInt32(configuration.threads)
        settings.connection_memory_bytes = configuration.maximumHeaderBytes + Self.connectionOverheadBytes
        settings.connections = UInt32(configuration.maximumConnections)
        settings.connections_per_address = UInt32(configuration.maximumConnectionsPerAddress)
        settings.idle_timeout_seconds = UInt32(configuration.idleTimeoutSeconds)
        settings.on_access = onAccess
        settings.on_completed = onCompleted
        settings.on_connection = onConnection
        self.core = Unmanaged.passRetained(core)
        settings.context = self.core.toOpaque()
        let tls = configuration.tls
        // libmicrohttpd parses the PEM texts while it starts and does not read them again.
        let started = withOptionalCString(tls?.certificatePEM) { certificate in
            withOptionalCString(tls?.keyPEM) { key in
                withOptionalCString(tls?.clientAuthorityPEM) { authority in
                    settings.certificate_pem = certificate
                    settings.key_pem = key
                    settings.client_authority_pem = authority
                    return CMicroHTTPD_start(&settings)
                }
            }
        }
        guard let started else {
            self.core.release()
            throw tls == nil
                ? HTTPServerError(
                    .other, "The HTTP server could not start: \(String(cString: strerror(errno))).")
                : HTTPServerError(
                    .badTLS, "The HTTPS server could not start: check certificate and key (PEM).")
        }
        daemon = started
    }

    /// Blocks until all connections are closed. No connection may be suspended any more.
    func stop() {
        MHD_stop_daemon(daemon)
        core.release()
    }
}

/// Each connection needs a descriptor; the soft limit is often 1024 where the hard one is far higher.
private func raiseOpenFilesLimit(to connections: Int) {
    let reserve = 256
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return }
    let wanted = min(rlim_t(connections + reserve), limit.rlim_max)
    guard limit.rlim_cur < wanted else { return }
    limit.rlim_cur = wanted
    setrlimit(resource, &limit)
}

private func withOptionalCString<T>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> T) -> T {
    guard let text else { return body(nil) }
    return text.withCString(body)
}

// The context is the `ServerCore` that `ServerDaemon` retains; a request's slot holds its `Exchange`,
// retained from the first call of `onAccess` to `onCompleted`.

private func onAccess(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?, url: UnsafePointer<CChar>?,
    method: UnsafePointer<CChar>?, version: UnsafePointer<CChar>?, upload: UnsafePointer<CChar>?,
    uploadSize: UnsafeMutablePointer<Int>?, slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let context, let connection, let uploadSize, let slot else { return .NO }
    guard let known = slot.pointee else {
        let core = Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
        let handle = ConnectionHandle(pointer: connection)
        core.headClock.requestBegan(handle)
        let head = RequestHead(handle, method: text(method), path: text(url), core: core)
        let exchange = Exchange(handle, head: head, core: core)
        slot.pointee = Unmanaged.passRetained(exchange).toOpaque()
        return exchange.begin()
    }
    let exchange = Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
    guard uploadSize.pointee > 0 else { return exchange.proceed() }
    let result = exchange.receive(UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee))
    uploadSize.pointee = 0
    return result
}

private func onCompleted(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
    slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, reason: MHD_RequestTerminationCode
) {
    guard let known = slot?.pointee else { return }
    slot?.pointee = nil
    let exchange = Unmanaged<Exchange>.fromOpaque(known).takeRetainedValue()
    exchange.completed()
    exchange.core.headClock.requestEnded(exchange.connection)
}

private func onConnection(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
    slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, event: MHD_ConnectionNotificationCode
) {
    guard let context, let connection else { return }
    let clock = Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue().headClock
    let handle = ConnectionHandle(pointer: connection)
    if event == .CONNECTION_NOTIFY_STARTED { clock.opened(handle) } else { clock.closed(handle) }
}
