import CCurl

/// Why there is no response. Shows host and port, never path, query or credentials.
package struct HTTPClientError: Error, CustomStringConvertible {
    package enum Reason: Sendable, Equatable {
        case badURL
        case couldNotResolve
        case couldNotConnect
        case timedOut
        case tls
        /// The certificate was not signed by an authority that is trusted.
        case untrusted
        /// The certificate is good, but for other names than the one asked for.
        case wrongName
        /// The response has more bytes than the request allows.
        case tooLarge
        case connectionLost
        /// Streams only: the server answered with this status instead of a stream.
        case unexpectedStatus(Int)
        case other
    }

    /// "host:port"
    package let host: String
    package let reason: Reason
    /// What libcurl says.
    package let detail: String

    /// The server or the network is away: to be tried again later, as it is.
    package var isUnreachable: Bool {
        switch reason {
        case .couldNotResolve, .couldNotConnect, .timedOut, .connectionLost: true
        case .badURL, .tls, .untrusted, .wrongName, .tooLarge, .unexpectedStatus, .other: false
        }
    }

    /// OpenSSL took a plain answer for a broken record, or the other side hung up on being greeted like that.
    private var speaksNoTLS: Bool {
        let words = [
            "wrong version number", "packet length too long", "http request", "SSL_ERROR_SYSCALL", "unexpected eof",
        ]
        return words.contains { detail.contains($0) }
    }

    package var description: String {
        switch reason {
        case .badURL: "This is no http or https address: \(detail)."
        case .couldNotResolve: "The name of \(host) could not be resolved. Check the name and the DNS server."
        case .couldNotConnect:
            "Could not connect to \(host). Is it running, and is the port open? (\(detail))"
        case .timedOut: "\(host) did not answer in time. (\(detail))"
        case .tls where speaksNoTLS:
            "\(host) did not answer in TLS. Is this the right port, and a hub? (\(detail))"
        case .tls: "The TLS connection to \(host) failed. (\(detail))"
        case .untrusted:
            "\(host) showed a certificate of an authority that is not trusted here. Is it another server? (\(detail))"
        case .wrongName:
            "\(host) showed a certificate for other names. Use one of them, or have it made for this one. (\(detail))"
        case .tooLarge: "\(host) sent more than was asked for. (\(detail))"
        case .connectionLost where detail.contains("Empty reply"):
            "\(host) closed the connection without an answer. Is it the port of https? Then write https:// (\(detail))"
        case .connectionLost: "The connection to \(host) was lost. (\(detail))"
        case .unexpectedStatus(let status): "\(host) answered with status \(status) instead of a stream."
        case .other: "The request to \(host) failed. (\(detail))"
        }
    }
}

extension HTTPClientError.Reason {
    init(_ code: CURLcode) {
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: self = .badURL
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .couldNotResolve
        case CURLE_COULDNT_CONNECT: self = .couldNotConnect
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut
        case CURLE_FILESIZE_EXCEEDED: self = .tooLarge
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE: self = .connectionLost
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS:
            self = .tls
        default: self = .other
        }
    }
}
