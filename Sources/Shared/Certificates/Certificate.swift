import CGnuTLS

/// An X.509 certificate while it is at work.
final class Certificate {
    let pointer: gnutls_x509_crt_t

    private static let serialByteCount = 16
    /// X.509 version 3: the first with extensions.
    private static let version: UInt32 = 3

    init() throws(CertificateFailure) {
        pointer = try Self.empty()
    }

    init(pem: String) throws(CertificateFailure) {
        pointer = try Self.empty()
        let code = withDatum(Array(pem.utf8)) { gnutls_x509_crt_import(pointer, $0, GNUTLS_X509_FMT_PEM) }
        try CertificateFailure.check(code, "The certificate cannot be read")
    }

    deinit {
        gnutls_x509_crt_deinit(pointer)
    }

    private static func empty() throws(CertificateFailure) -> gnutls_x509_crt_t {
        var made: gnutls_x509_crt_t?
        try CertificateFailure.check(gnutls_x509_crt_init(&made), "The certificate cannot be made")
        return made!
    }

    /// What every certificate of ours has: a random serial number, its name, its key, and no end.
    ///
    /// Valid from 1970 to "no well-defined expiration date" (RFC 5280 §4.1.2.5): small computers without a battery
    /// start in 1970, and a wrong date must not cut a room off. What is fresh is decided by what can be trusted
    /// instead of the clock: the hub issues its certificate anew, and the authority's generation moves on.
    func fill(commonName: String, key: PrivateKey) throws(CertificateFailure) {
        var serial = [UInt8](repeating: 0, count: Self.serialByteCount)
        try check(gnutls_rnd(GNUTLS_RND_NONCE, &serial, serial.count))
        // Positive and of full length (RFC 5280 §4.1.2.2).
        serial[0] = serial[0] & 0x7F | 0x40
        try check(gnutls_x509_crt_set_version(pointer, Self.version))
        try check(gnutls_x509_crt_set_serial(pointer, serial, serial.count))
        try check(gnutls_x509_crt_set_activation_time(pointer, 0))
        try check(gnutls_x509_crt_set_expiration_time(pointer, CGnuTLS_no_expiration))
        let name = Array(commonName.utf8)
        try check(gnutls_x509_crt_set_dn_by_oid(pointer, CGnuTLS_oid_common_name, 0, name, UInt32(name.count)))
        try check(gnutls_x509_crt_set_key(pointer, key.pointer))
        let identifier = try keyIdentifier()
        try check(gnutls_x509_crt_set_subject_key_id(pointer, identifier, identifier.count))
    }

    /// SHA-1 of the public key (RFC 5280 §4.2.1.2): a name by which certificates find their issuer, not a protection.
    func keyIdentifier() throws(CertificateFailure) -> [UInt8] {
        var identifier = [UInt8](repeating: 0, count: 64)
        var count = identifier.count
        try check(gnutls_x509_crt_get_key_id(pointer, 0, &identifier, &count))
        return Array(identifier.prefix(count))
    }

    func sign(issuer: Certificate, key: PrivateKey) throws(CertificateFailure) {
        let identifier = try issuer.keyIdentifier()
        try check(gnutls_x509_crt_set_authority_key_id(pointer, identifier, identifier.count))
        try check(gnutls_x509_crt_sign2(pointer, issuer.pointer, key.pointer, GNUTLS_DIG_SHA256, 0))
    }

    func check(_ code: Int32) throws(CertificateFailure) {
        try CertificateFailure.check(code, "The certificate cannot be made")
    }

    func exported(_ format: gnutls_x509_crt_fmt_t) throws(CertificateFailure) -> [UInt8] {
        var datum = gnutls_datum_t()
        try check(gnutls_x509_crt_export2(pointer, format, &datum))
        return taken(datum)
    }
}
