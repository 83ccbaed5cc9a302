import Attendance
import Crypto
import Foundation
import Testing
import Trust

struct RequestSignatureTests {
    let key = SigningKey()
    let node = NodeID(UUID())
    let subject = RequestSignature.Subject(method: "POST", target: "/v1/push?a=1", body: [1, 2, 3])

    @Test func aSignedRequestIsRecognised() throws {
        let signed = RequestSignature(subject, node: node, time: -5, key: key)
        let read = try #require(try RequestSignature(header: signed.header))
        #expect(read == signed && read.node == node && read.time == -5)
        #expect(read.isValid(subject, key: key.verifyingKey))
        #expect(!read.isValid(subject, key: SigningKey().verifyingKey))
    }

    /// What another implementation has to compute (docs/PROTOCOL.md).
    @Test func theSignedTextIsThis() {
        let hash = "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"
        let text = "rollcall request 2\n\(node)\n17\nPOST\n/v1/push?a=1\n\(hash)\n"
        let signed = RequestSignature(subject, node: node, time: 17, key: key)
        #expect(key.verifyingKey.isValid(signed.bytes, of: Array(text.utf8)))
    }

    @Test func nothingCanBeExchanged() throws {
        let signed = RequestSignature(subject, node: node, time: 17, key: key)
        for other in [
            RequestSignature.Subject(method: "GET", target: "/v1/push?a=1", body: [1, 2, 3]),
            .init(method: "POST", target: "/v1/push?a=2", body: [1, 2, 3]),
            .init(method: "POST", target: "/v1/push?a=1", body: [1, 2, 4]),
        ] {
            #expect(!signed.isValid(other, key: key.verifyingKey))
        }
        for (from, to) in [(" 17 ", " 18 "), ("\(node)", "\(NodeID(UUID()))")] {
            let moved = try #require(try RequestSignature(header: signed.header.replacing(from, with: to)))
            #expect(!moved.isValid(subject, key: key.verifyingKey))
        }
    }

    @Test(arguments: ["", "Bearer x", "Rollcall", "Rollcall x", "Rollcall 2 a b c", "Rollcall 2", "Rollcall 2  "])
    func whatIsNoSignatureIsNone(header: String) throws {
        #expect(try RequestSignature(header: header) == nil)
    }

    @Test func anotherVersionIsNamed() {
        let error = #expect(throws: RequestSignature.UnknownVersion.self) {
            try RequestSignature(header: "Rollcall 3 something else")
        }
        #expect(error?.version == 3)
    }

    @Test func onlyTheOldKeyProvesWhoJoinsAgain() {
        let token = Token(), fresh = SigningKey()
        let proof = RejoinProof(node: node, token: token, newKey: fresh, oldKey: key)
        let newKey = fresh.verifyingKey
        #expect(proof.isValid(token: token, newKey: newKey, known: key.verifyingKey))
        // The hub took the new key already, but its answer was lost.
        #expect(proof.isValid(token: token, newKey: newKey, known: newKey))
        #expect(!proof.isValid(token: Token(), newKey: newKey, known: key.verifyingKey))
        #expect(!proof.isValid(token: token, newKey: SigningKey().verifyingKey, known: key.verifyingKey))
        #expect(!proof.isValid(token: token, newKey: newKey, known: SigningKey().verifyingKey))
        // Whoever knows the key that the hub has, but not its private half.
        let thief = RejoinProof(node: node, token: token, newKey: SigningKey(), oldKey: SigningKey())
        #expect(!thief.isValid(token: token, newKey: newKey, known: newKey))
    }
}
