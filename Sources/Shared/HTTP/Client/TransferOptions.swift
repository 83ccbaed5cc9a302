import CCurl

/// libcurl's options of one transfer, in groups by what they are for.
struct TransferOptions {
    let handle: UnsafeMutableRawPointer

    func set(_ option: CURLoption, _ value: Int) { CCurl_set_long(handle, option, value) }
    func set(_ option: CURLoption, _ value: String?) { CCurl_set_text(handle, option, value) }
    func set(_ option: CURLoption, _ value: UnsafeRawPointer?) { CCurl_set_pointer(handle, option, value) }
    func set(_ option: CURLoption, _ value: @escaping CCurl_receiver) {
        CCurl_set_receiver(handle, option, value)
    }

    func setLimits(_ request: HTTPClientRequest, _ configuration: HTTPClient.Configuration, isStream: Bool) {
        set(CURLOPT_URL, request.url)
        // libcurl's default is every protocol it knows, file: included.
        set(CURLOPT_PROTOCOLS_STR, configuration.needsTLS ? "https" : "http,https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        // No signals for timeouts: this is not the program's only thread.
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_PROXY, configuration.proxy ?? "")
        set(CURLOPT_USERAGENT, configuration.userAgent)
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(configuration.connectTimeoutSeconds * 1000))
        set(CURLOPT_TCP_KEEPALIVE, 1)
        if !request.isLongPoll {
            set(CURLOPT_LOW_SPEED_LIMIT, 1)
            set(CURLOPT_LOW_SPEED_TIME, configuration.stallTimeoutSeconds)
        }
        if isStream {
            // For cameras whose address holds a user and password.
            set(CURLOPT_HTTPAUTH, CCurl_basic_or_digest)
        } else {
            set(CURLOPT_TIMEOUT_MS, max(1, Int(request.timeoutSeconds * 1000)))
            set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
            // Ends early when the length is declared; the write callback counts in any case.
            CCurl_set_offset(handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(request.maximumResponseBytes))
        }
    }

    func setTrust(_ configuration: HTTPClient.Configuration) {
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        switch configuration.trust {
        case .system:
            break
        case .authority(let pem):
            CCurl_set_authority(handle, pem, pem.utf8.count)
            // Otherwise the system's folder of authorities is still trusted, too.
            set(CURLOPT_CAPATH, nil as String?)
        case .unverified:
            set(CURLOPT_SSL_VERIFYPEER, 0)
            set(CURLOPT_SSL_VERIFYHOST, 0)
        }
    }

    func setMethod(_ request: HTTPClientRequest, body: [UInt8]) {
        switch request.method {
        case .get where body.isEmpty:
            set(CURLOPT_HTTPGET, 1)
        case .head:
            set(CURLOPT_NOBODY, 1)
        case .delete where body.isEmpty, .options where body.isEmpty:
            set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        default:
            CCurl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            if body.isEmpty {
                set(CURLOPT_COPYPOSTFIELDS, "")
            } else {
                // libcurl copies the bytes during this call.
                body.withUnsafeBytes { set(CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
            }
            set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
    }
}
