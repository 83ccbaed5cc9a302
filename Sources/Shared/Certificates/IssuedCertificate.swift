import CGnuTLS

/// A certificate with its private key, as text. The key is a secret; never log it.
package struct IssuedCertificate: Sendable, Codable {
    /// PEM.
    package let certificate: String
    /// PEM.
    package let key: String

    /// Longest common name, in bytes (ub-common-name of RFC 5280, for texts of ASCII).
    private static let commonNameBytes = 64

    /// A new authority: it signs itself, and may sign servers' certificates and nothing further down.
    /// `name`: what browsers list it as; cut to 64 bytes.
    package static func authority(name: String) throws(CertificateFailure) -> IssuedCertificate {
        let key = try PrivateKey()
        let made = try Certificate()
        try made.fill(commonName: cut(name), key: key)
        try made.check(gnutls_x509_crt_set_basic_constraints(made.pointer, 1, 0))
        try made.check(gnutls_x509_crt_set_key_usage(
            made.pointer, UInt32(GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN)))
        try made.sign(issuer: made, key: key)
        return try IssuedCertificate(made, key)
    }

    /// A server's certificate, signed by this authority, for host names and numeric addresses (`names` not empty).
    package func server(names: [String]) throws(CertificateFailure) -> IssuedCertificate {
        let key = try PrivateKey()
        let made = try Certificate()
        try made.fill(commonName: Self.cut(names.first ?? "hub"), key: key)
        try made.check(gnutls_x509_crt_set_basic_constraints(made.pointer, 0, -1))
        try made.check(gnutls_x509_crt_set_key_usage(made.pointer, UInt32(GNUTLS_KEY_DIGITAL_SIGNATURE)))
        try made.check(gnutls_x509_crt_set_key_purpose_oid(made.pointer, CGnuTLS_oid_server, 0))
        for name in names {
            let (kind, bytes) = Self.alternativeName(name)
            try made.check(gnutls_x509_crt_set_subject_alt_name(
                made.pointer, kind, bytes, UInt32(bytes.count), UInt32(GNUTLS_FSAN_APPEND)))
        }
        try made.sign(issuer: Certificate(pem: certificate), key: PrivateKey(pem: self.key))
        return try IssuedCertificate(made, key)
    }

    private init(_ certificate: Certificate, _ key: PrivateKey) throws(CertificateFailure) {
        self.certificate = String(decoding: try certificate.exported(GNUTLS_X509_FMT_PEM), as: UTF8.self)
        self.key = try key.pem()
    }

    private static func alternativeName(_ name: String) -> (gnutls_x509_subject_alt_name_t, [UInt8]) {
        numericAddress(name).map { (GNUTLS_SAN_IPADDRESS, $0) } ?? (GNUTLS_SAN_DNSNAME, Array(name.utf8))
    }

    /// Cut between characters, so that the text stays valid.
    private static func cut(_ name: String) -> String {
        name.reduce(into: "") { text, character in
            if text.utf8.count + character.utf8.count <= commonNameBytes { text.append(character) }
        }
    }
}
