import CGnuTLS

/// An ECDSA key on P-256, the curve that every TLS library and browser takes, while it is at work.
final class PrivateKey {
    let pointer: gnutls_x509_privkey_t

    /// A new random key.
    init() throws(CertificateFailure) {
        pointer = try Self.empty()
        try CertificateFailure.check(
            gnutls_x509_privkey_generate(pointer, GNUTLS_PK_ECDSA, CGnuTLS_p256_bits(), 0), "The key cannot be made")
    }

    init(pem: String) throws(CertificateFailure) {
        pointer = try Self.empty()
        let code = withDatum(Array(pem.utf8)) { gnutls_x509_privkey_import(pointer, $0, GNUTLS_X509_FMT_PEM) }
        try CertificateFailure.check(code, "The key cannot be read")
    }

    deinit {
        gnutls_x509_privkey_deinit(pointer)
    }

    private static func empty() throws(CertificateFailure) -> gnutls_x509_privkey_t {
        var made: gnutls_x509_privkey_t?
        try CertificateFailure.check(gnutls_x509_privkey_init(&made), "The key cannot be made")
        return made!
    }

    func pem() throws(CertificateFailure) -> String {
        var datum = gnutls_datum_t()
        try CertificateFailure.check(
            gnutls_x509_privkey_export2(pointer, GNUTLS_X509_FMT_PEM, &datum), "The key cannot be written")
        return String(decoding: taken(datum), as: UTF8.self)
    }
}

/// The bytes as GnuTLS takes them, for the length of `body`.
func withDatum<Result>(_ bytes: [UInt8], _ body: (UnsafePointer<gnutls_datum_t>) -> Result) -> Result {
    var copy = bytes
    return copy.withUnsafeMutableBufferPointer { buffer in
        var datum = gnutls_datum_t(data: buffer.baseAddress, size: UInt32(buffer.count))
        return body(&datum)
    }
}

/// The bytes that GnuTLS allocated; frees them.
func taken(_ datum: gnutls_datum_t) -> [UInt8] {
    defer { CGnuTLS_free(datum.data) }
    return Array(UnsafeBufferPointer(start: datum.data, count: Int(datum.size)))
}
