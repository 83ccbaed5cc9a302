import Certificates
import Crypto
import Foundation
import Service
import Trust

/// The hub's own authority: what its nodes trust, and what it signs with. All of it is one private file that is
/// replaced as a whole, so that a rotation has happened or has not. The keys of earlier generations are not kept.
package struct HubAuthority: Sendable {
    package let chain: AuthorityChain
    /// Signs in the hub's name: manifests, receipts.
    package let signer: HubSigner
    private let issuer: IssuedCertificate
    private let key: SigningKey

    private struct File: Codable {
        let chain: AuthorityChain
        let issuer: IssuedCertificate
        /// Of the signing key, in hexadecimal.
        let seed: String
    }

    private static let maximumBytes = 16 << 20

    /// The generation that nodes are to trust now.
    package var current: AuthorityLink { chain.generations[chain.generations.count - 1] }

    /// The first generation for a new hub.
    package static func make(site: String) throws -> HubAuthority {
        try HubAuthority(after: nil, site: site)
    }

    /// The next generation, which this one vouches for.
    package func next(site: String) throws -> HubAuthority {
        guard chain.generations.count < AuthorityChain.maximumGenerations else {
            throw HubError(.conflict, "The authority has as many generations as nodes take")
        }
        return try HubAuthority(after: self, site: site)
    }

    private init(after previous: HubAuthority?, site: String) throws {
        issuer = try IssuedCertificate.authority(name: "Rollcall: \(site)")
        key = SigningKey()
        guard let certificate = PEM.decode(issuer.certificate) else {
            throw HubError(.damaged, "A certificate that was just made cannot be read")
        }
        let generation = (previous?.current.generation ?? 0) + 1
        let link = AuthorityLink(
            generation: generation, certificate: certificate, key: key.verifyingKey, signedBy: previous?.key)
        chain = AuthorityChain(generations: (previous?.chain.generations ?? []) + [link])
        signer = HubSigner(key: key, generation: generation)
    }

    /// Throws `HubError` where the file is missing or damaged.
    package static func load(_ folder: HubFolder) throws -> HubAuthority {
        guard FileManager.default.fileExists(atPath: folder.authorityPath) else {
            throw HubError(
                .damaged, "\(folder.authorityPath) is missing",
                advice: "Put it back from a backup. Without one: rollcall-hub authority new; all nodes join again.")
        }
        let bytes = try PrivateFile.read(folder.authorityPath, maximumBytes: maximumBytes)
        guard let file = try? JSONDecoder().decode(File.self, from: Data(bytes)),
            let key = Hex.decode(file.seed).flatMap({ SigningKey(seed: $0) }),
            let link = file.chain.current, link.key == key.verifyingKey,
            PEM.decode(file.issuer.certificate) == link.certificate
        else {
            throw HubError(.damaged, "\(folder.authorityPath) is damaged", advice: "Put it back from a backup.")
        }
        return HubAuthority(chain: file.chain, issuer: file.issuer, key: key)
    }

    private init(chain: AuthorityChain, issuer: IssuedCertificate, key: SigningKey) {
        self.chain = chain
        self.issuer = issuer
        self.key = key
        signer = HubSigner(key: key, generation: chain.generations[chain.generations.count - 1].generation)
    }

    package func save(_ folder: HubFolder) throws {
        let file = File(chain: chain, issuer: issuer, seed: Hex.encode(key.seed))
        try PrivateFile.write(folder.authorityPath, Array(try JSONEncoder().encode(file)))
    }

    /// A certificate for the hub's server.
    func server(names: [String]) throws -> IssuedCertificate {
        try issuer.server(names: names)
    }
}
