import Certificates
import Foundation
import HTTP
import Service
import Trust

/// The certificate that the hub's port shows, with its key: made when it is needed, kept in a private file.
struct ServerCertificate: Codable, Sendable {
    let generation: Int
    /// Host names and addresses that it is good for.
    let names: [String]
    /// Milliseconds since 1970 UTC by the hub's clock.
    let issued: Int64
    let content: IssuedCertificate

    private static let maximumBytes = 65_536
    /// How long a certificate is used, in days. Its own dates say for ever (see `Certificates.Certificate`), so
    /// this is what bounds the life of a key that was copied unnoticed to the next rotation of the authority.
    private static let lifeDays: Int64 = 90
    private static let millisecondsPerDay: Int64 = 86_400_000

    /// The one that is there if it is still right for `names`, or else a new one: when names or the authority's
    /// generation have changed, or when no more than a third of its life is left (or the clock jumped).
    static func current(
        _ folder: HubFolder, authority: HubAuthority, names: [String], time: any TimeSource
    ) throws -> ServerCertificate {
        let now = time.wallMilliseconds()
        if let present = read(folder), present.generation == authority.current.generation, present.names == names,
            (0..<lifeDays * 2 / 3 * millisecondsPerDay).contains(now - present.issued) {
            return present
        }
        let made = ServerCertificate(
            generation: authority.current.generation, names: names, issued: now,
            content: try authority.server(names: names))
        try PrivateFile.write(folder.serverCertificatePath, Array(try JSONEncoder().encode(made)))
        return made
    }

    /// Nil where there is none, or none that can be read: it is made anew then.
    private static func read(_ folder: HubFolder) -> ServerCertificate? {
        guard let bytes = try? PrivateFile.read(folder.serverCertificatePath, maximumBytes: maximumBytes) else {
            return nil
        }
        return try? JSONDecoder().decode(ServerCertificate.self, from: Data(bytes))
    }

    var tls: HTTPServer.TLS {
        HTTPServer.TLS(certificatePEM: content.certificate, keyPEM: content.key)
    }
}
