import Certificates
import Crypto
import HTTP
import Trust

/// What a hub shows and signs with, made once for many tests: making keys takes time.
struct FakeAuthority: Sendable {
    let link: AuthorityLink
    let tls: HTTPServer.TLS
    let key: SigningKey

    static let shared = FakeAuthority()

    /// The generation after `previous`, or the first of another hub.
    init(after previous: FakeAuthority? = nil) {
        let issuer = try! IssuedCertificate.authority(name: "Test")
        let server = try! issuer.server(names: ["127.0.0.1"])
        key = SigningKey()
        link = AuthorityLink(
            generation: (previous?.link.generation ?? 0) + 1, certificate: PEM.decode(issuer.certificate)!,
            key: key.verifyingKey, signedBy: previous?.key)
        tls = HTTPServer.TLS(certificatePEM: server.certificate, keyPEM: server.key)
    }
}
