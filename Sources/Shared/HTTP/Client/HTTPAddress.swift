import CCurl

/// Host and port of a URL: what errors and logs may show of it.
enum HTTPAddress {
    /// "host:port" of an http or https URL; throws `.badURL` for all else.
    static func place(of url: String) throws(HTTPClientError) -> String {
        guard let parts = curl_url() else {
            throw HTTPClientError(host: "", reason: .other, detail: "out of memory")
        }
        defer { curl_url_cleanup(parts) }
        let code = curl_url_set(parts, CURLUPART_URL, url, 0)
        guard code == CURLUE_OK, let scheme = part(CURLUPART_SCHEME, of: parts),
            let host = part(CURLUPART_HOST, of: parts), !host.isEmpty,
            let port = part(CURLUPART_PORT, of: parts)
        else {
            throw HTTPClientError(
                host: "", reason: .badURL, detail: String(cString: curl_url_strerror(code)))
        }
        guard scheme == "http" || scheme == "https" else {
            throw HTTPClientError(host: host, reason: .badURL, detail: "the scheme is \(scheme)")
        }
        return "\(host):\(port)"
    }

    private static func part(_ kind: CURLUPart, of parts: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parts, kind, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text else {
            return nil
        }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
