import Crypto
import Foundation
import Testing
import Trust

struct AuthorityChainTests {
    /// `count` generations, each signed by the one before.
    static func chain(_ count: Int, salt: UInt8 = 0) -> AuthorityChain {
        let keys = (0...count).map { SigningKey(seed: [UInt8](repeating: UInt8($0) ^ salt &* 17, count: 32))! }
        return AuthorityChain(generations: (1...count).map { generation in
            AuthorityLink(
                generation: generation, certificate: [UInt8(generation), salt], key: keys[generation].verifyingKey,
                signedBy: generation == 1 ? nil : keys[generation - 1])
        })
    }

    @Test func fromAnyTrustedGenerationTheNewestIsFound() {
        let chain = Self.chain(4)
        for trusted in chain.generations { #expect(chain.newest(from: trusted) == chain.generations[3]) }
        // A hub may leave away what nobody trusts any more.
        let tail = AuthorityChain(generations: Array(chain.generations[2...]))
        #expect(tail.newest(from: chain.generations[2]) == chain.generations[3])
    }

    @Test func aStrangersChainIsNotBelieved() {
        let ours = Self.chain(3), theirs = Self.chain(3, salt: 1)
        #expect(theirs.newest(from: ours.generations[0]) == nil)
        // Our beginning and their end.
        let mixed = AuthorityChain(generations: [ours.generations[0], theirs.generations[1], theirs.generations[2]])
        #expect(mixed.newest(from: ours.generations[0]) == nil)
        // An older state of the hub than the node has seen.
        let old = AuthorityChain(generations: Array(ours.generations[..<2]))
        #expect(old.newest(from: ours.generations[2]) == nil)
        #expect(AuthorityChain(generations: []).newest(from: ours.generations[0]) == nil)
    }

    @Test func noGenerationCanBeLeftOutOrSwapped() {
        let links = Self.chain(4).generations
        for order in [[0, 2, 3], [0, 2, 1, 3], [0, 1, 1, 2], [0, 1, 3]] {
            #expect(AuthorityChain(generations: order.map { links[$0] }).newest(from: links[0]) == nil, "\(order)")
        }
    }

    @Test func theSameGenerationWithAnotherKeyIsAnother() {
        let links = Self.chain(2).generations
        let forged = AuthorityLink(generation: 1, certificate: links[0].certificate, key: SigningKey().verifyingKey)
        #expect(AuthorityChain(generations: [forged, links[1]]).newest(from: links[0]) == nil)
    }

    @Test func itTravelsAsJSON() throws {
        let chain = Self.chain(3)
        let data = try JSONEncoder().encode(chain)
        #expect(try JSONDecoder().decode(AuthorityChain.self, from: data) == chain)
        for text in [
            #"{"generation":0,"certificate":"AA==","key":"\#(chain.generations[0].key)"}"#,
            #"{"generation":1,"certificate":"","key":"\#(chain.generations[0].key)"}"#,
            #"{"generation":1,"certificate":"AA==","key":"12"}"#,
        ] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(AuthorityLink.self, from: Data(text.utf8))
            }
        }
    }

    @Test func aSignatureIsGoodForItsPurposeAndGenerationOnly() throws {
        let key = SigningKey()
        let link = AuthorityLink(generation: 2, certificate: [1], key: key.verifyingKey)
        let message = Array("manifest".utf8)
        let signed = HubSigner(key: key, generation: 2).sign(message, purpose: "snapshot")
        let copy = try JSONDecoder().decode(HubSignature.self, from: JSONEncoder().encode(signed))
        #expect(link.isValid(copy, of: message, purpose: "snapshot"))
        #expect(!link.isValid(signed, of: message, purpose: "receipt"))
        #expect(!link.isValid(signed, of: message + [0], purpose: "snapshot"))
        let other = HubSigner(key: key, generation: 3).sign(message, purpose: "snapshot")
        #expect(!link.isValid(other, of: message, purpose: "snapshot"))
        let stranger = HubSigner(key: SigningKey(), generation: 2).sign(message, purpose: "snapshot")
        #expect(!link.isValid(stranger, of: message, purpose: "snapshot"))
    }
}
