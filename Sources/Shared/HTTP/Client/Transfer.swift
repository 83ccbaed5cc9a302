import CCurl

/// One request on its way through libcurl.
///
/// Sendable by this invariant: after `init` all of it is used by the thread of one `TransferLoop` only.
final class Transfer: @unchecked Sendable {
    struct Stream: Sendable {
        let onHead: @Sendable (HTTPClientResponse) -> Void
        let onChunk: @Sendable ([UInt8]) -> Bool
    }

    typealias Continuation = CheckedContinuation<HTTPClientResponse, any Error>

    let place: String
    let request: HTTPClientRequest
    let configuration: HTTPClient.Configuration
    let stream: Stream?
    var continuation: Continuation?
    /// Cancelled before it was submitted.
    var isCancelled = false

    private(set) var handle: UnsafeMutableRawPointer?
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var response = HTTPClientResponse(status: 0, headers: [:], body: [])
    private var hasHead = false
    /// Why our callbacks ended the transfer.
    private var ownReason: HTTPClientError.Reason?
    private var isEnough = false
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init(
        _ request: HTTPClientRequest, _ place: String, _ configuration: HTTPClient.Configuration,
        stream: Stream?
    ) {
        self.request = request
        self.place = place
        self.configuration = configuration
        self.stream = stream
        errorText.pointee = 0
    }

    deinit {
        if let handle { curl_easy_cleanup(handle) }
        curl_slist_free_all(headerList)
        errorText.deallocate()
    }

    /// Makes the handle with all options. libcurl's callbacks get `self`, unretained: the loop keeps the
    /// transfer until the handle is out of its set.
    func prepare() throws(HTTPClientError) -> UnsafeMutableRawPointer {
        guard let made = curl_easy_init() else { throw failure(.other, "out of memory") }
        handle = made
        headerList = try headers()
        let options = TransferOptions(handle: made)
        options.set(CURLOPT_ERRORBUFFER, UnsafeRawPointer(errorText))
        options.set(CURLOPT_HTTPHEADER, UnsafeRawPointer(headerList))
        options.setLimits(request, configuration, isStream: stream != nil)
        options.setTrust(configuration)
        options.setMethod(request, body: requestBody)
        let context = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        options.set(CURLOPT_HEADERDATA, context)
        options.set(CURLOPT_WRITEDATA, context)
        options.set(CURLOPT_HEADERFUNCTION) { bytes, _, count, context in
            // `self` of `prepare`, kept by the loop.
            let transfer = Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
            transfer.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: count))
            return count
        }
        options.set(CURLOPT_WRITEFUNCTION) { bytes, _, count, context in
            let transfer = Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
            // Any other count than `count` ends the transfer.
            return transfer.receiveBody(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
        }
        return made
    }

    /// The loop took the handle out of its set.
    func finish(_ code: CURLcode) {
        if code == CURLE_OK || isEnough { receiveHead() }
        if let ownReason {
            end(.failure(failure(ownReason, "the limit is \(request.maximumResponseBytes) bytes")))
        } else if code == CURLE_OK || isEnough {
            end(.success(response))
        } else {
            let text = String(cString: errorText)
            let detail = text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
            var reason = HTTPClientError.Reason(code)
            if code == CURLE_PEER_FAILED_VERIFICATION {
                reason = CCurl_is_untrusted(handle) != 0 ? .untrusted : .wrongName
            }
            end(.failure(failure(reason, detail)))
        }
    }

    func end(_ result: Result<HTTPClientResponse, any Error>) {
        continuation?.resume(with: result)
        continuation = nil
    }

    private func failure(_ reason: HTTPClientError.Reason, _ detail: String) -> HTTPClientError {
        HTTPClientError(host: place, reason: reason, detail: detail)
    }

    private lazy var compressedBody = request.compressesBody ? Compression.gzip(request.body) : nil

    private var requestBody: [UInt8] { compressedBody ?? request.body }

    private func headers() throws(HTTPClientError) -> UnsafeMutablePointer<curl_slist>? {
        var fields = request.headers
        if compressedBody != nil { fields["Content-Encoding"] = "gzip" }
        // libcurl would call the body a form.
        if !request.body.isEmpty, fields["Content-Type"] == nil {
            fields["Content-Type"] = "application/octet-stream"
        }
        var list: UnsafeMutablePointer<curl_slist>?
        for (name, value) in fields.pairs {
            guard !(name + value).utf8.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) else {
                curl_slist_free_all(list)
                throw failure(.other, "a header holds a line break")
            }
            // libcurl's way to send a header without a value.
            list = curl_slist_append(list, value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        return list
    }

    private func receiveHeader(_ bytes: UnsafeRawBufferPointer) {
        let line = String(decoding: bytes, as: UTF8.self)
        // A new head follows "100 Continue" and authentication.
        if line.hasPrefix("HTTP/") { response.headers = HTTPHeaders() }
        guard let colon = line.firstIndex(of: ":") else { return }
        let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        response.headers.add(String(line[..<colon]), String(value.prefix { !$0.isNewline }))
    }

    private func receiveHead() {
        guard !hasHead else { return }
        hasHead = true
        response.status = CCurl_status(handle)
        guard let stream else { return }
        if response.isSuccess {
            stream.onHead(response)
        } else {
            ownReason = .unexpectedStatus(response.status)
        }
    }

    private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        receiveHead()
        guard ownReason == nil else { return false }
        if let stream {
            isEnough = !stream.onChunk(Array(bytes))
            return !isEnough
        }
        guard response.body.count + bytes.count <= request.maximumResponseBytes else {
            ownReason = .tooLarge
            return false
        }
        response.body.append(contentsOf: bytes)
        return true
    }
}
