import CGnuTLS

/// What GnuTLS could not do, in its words. They hold no secret.
package struct CertificateFailure: Error, CustomStringConvertible {
    package let description: String

    init(_ what: String, _ code: Int32) {
        description = "\(what): \(String(cString: gnutls_strerror(code)))"
    }

    /// Throws unless `code` says success.
    static func check(_ code: Int32, _ what: String) throws(CertificateFailure) {
        guard code >= 0 else { throw CertificateFailure(what, code) }
    }
}
