extension HTTPServer {
    package struct Configuration: Sendable {
        /// Name or numeric address to listen on; "0.0.0.0" and "::" mean all.
        package var host: String
        /// 0: any free port.
        package var port: Int
        /// Path, names and values of the head together; more is answered with 431.
        package var maximumHeaderBytes = 16 << 10
        /// Bodies of all requests together, as received; a request beyond it is answered with 503.
        package var maximumBufferedBytes = 256 << 20
        /// Open connections; more wait in the kernel's queue until one closes.
        package var maximumConnections = 4096
        /// Open connections from one address; 0: no limit of its own (rooms may share an address).
        package var maximumConnectionsPerAddress = 0
        /// A connection on which nothing happens is closed. Requests being handled are exempt.
        package var idleTimeoutSeconds = 60
        /// A body that has not arrived after this time is cut, however steadily it trickles; a head, after
        /// this and the idle time.
        package var requestTimeoutSeconds = 60
        /// Threads that read and write; handlers run in Swift's own pool.
        package var threads = 2
        package var tls: TLS?

        package init(host: String = "127.0.0.1", port: Int = 0) {
            self.host = host
            self.port = port
        }
    }

    /// Key and certificates, as PEM text.
    package struct TLS: Sendable {
        package var certificatePEM: String
        package var keyPEM: String
        /// When given, clients may show a certificate signed by this authority.
        package var clientAuthorityPEM: String?

        package init(certificatePEM: String, keyPEM: String, clientAuthorityPEM: String? = nil) {
            self.certificatePEM = certificatePEM
            self.keyPEM = keyPEM
            self.clientAuthorityPEM = clientAuthorityPEM
        }
    }
}
